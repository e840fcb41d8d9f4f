import assert from 'node:assert/strict';

import { runScript } from '../../../harness/support/run-script.js';

/** Without the developer's own settings, and without emulators. */
const env = { PATH: process.env['PATH'], HOME: '/nonexistent' };

/** Arguments of a command, and the sentence on stderr that says what to do. */
const ROWS: [script: string, args: string[], says: RegExp, more?: Record<string, string>][] = [
  ['monitoring', ['apply'], /^\nWhich project\? Pass --project, with its id or an alias\.\n$/],
  ['monitoring', ['diff', '--project', 'a b'], /^\n"a b" is neither the id of a project nor/],
  ['doctor', ['--project', '__proto__'], /is neither the id of a project nor an alias/],
  ['dead-letters', ['list', '--limit', '0'], /must be a whole number of 1 or more/],
  ['dead-letters', ['list', '--limit', 'all'], /must be a whole number of 1 or more/],
  [
    'beside',
    ['--project', 'my-logs', '--site', 'a/b'],
    /^\nA Hosting site has only a-z, 0-9 and -/,
  ],
  // A line break would be in an error that shows the key.
  [
    'doctor',
    ['--project', 'my-logs', '--smoke'],
    /^\nSet INGEST_KEY to an API key: `npm run tenant -- key create TENANT` makes one\.\n$/,
    { INGEST_KEY: 'lgk_secret\nsecond line' },
  ],
];

describe('a command with wrong arguments', () => {
  for (const [script, args, says, more] of ROWS) {
    it(`says what is wrong: npm run ${script} -- ${args.join(' ')}`, async () => {
      const { code, stdout, stderr } = await runScript(`operate/${script}.ts`, args, {
        ...env,
        ...more,
      });
      assert.equal(code, 1, stdout + stderr);
      assert.equal(stdout, '');
      assert.match(stderr, says);
    });
  }
});
