import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { chooseDeployed, chooseProject } from '../../../operate/google/project.js';

describe('the project of a command', () => {
  it('is named by its id or by an alias of .firebaserc', () => {
    assert.equal(chooseProject('my-logs').project, 'my-logs');
    assert.equal(chooseProject('example.com:my-logs').project, 'example.com:my-logs');
    const { projects } = JSON.parse(readFileSync('.firebaserc', 'utf8'));
    const { project, aliases } = chooseProject('default');
    assert.equal(project, projects.default);
    assert.ok(aliases.includes('default'));
    assert.equal(chooseProject('demo-logs').isLocal, true);
  });

  // A property that every object inherits is not an alias.
  for (const name of ['', ' ', 'my logs', '../x', 'a/b', 'My-Logs', '__proto__', 'x\u001b[2J']) {
    it(`is not ${JSON.stringify(name)}`, () => {
      assert.throws(() => chooseProject(name), {
        name: 'OperatorError',
        message: `${JSON.stringify(name)} is neither the id of a project nor an alias of .firebaserc: pass one with --project.`,
      });
    });
  }

  it('is taken as written, even if it is named like a property of every object', () => {
    assert.equal(chooseDeployed('constructor').project, 'constructor');
  });
});
