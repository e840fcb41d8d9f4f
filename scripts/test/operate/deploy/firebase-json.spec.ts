import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { FUNCTION_NAMES } from '../../../../functions/src/contract/function-names.js';
import * as functions from '../../../../functions/src/index.js';
import { CODEBASE } from '../../../codebase.js';

const config = JSON.parse(
  readFileSync(new URL('../../../../firebase.json', import.meta.url), 'utf8'),
) as {
  functions: { codebase: string; predeploy: string[]; postdeploy: string[] }[];
  hosting: { rewrites: { source: string; function?: { functionId: string; region?: string } }[] };
};

describe('firebase.json', () => {
  it('deploys under a name of its own, with hooks that install nothing', () => {
    const [only] = config.functions;
    assert.equal(config.functions.length, 1);
    assert.equal(only?.codebase, CODEBASE);
    for (const hook of [...(only?.predeploy ?? []), ...(only?.postdeploy ?? [])]) {
      // A "=" makes firebase warn; cmd.exe knows only double quotes.
      assert.doesNotMatch(hook, /[='`]|npm (ci|install)/);
    }
  });

  it('deploys functions whose names the doctor looks for before a first deployment', () => {
    assert.deepEqual(Object.keys(functions).toSorted(), FUNCTION_NAMES.toSorted());
  });

  it('gives no rewrite a region: a deployment finds that of the function', () => {
    for (const rewrite of config.hosting.rewrites)
      assert.equal(rewrite.function?.region, undefined);
  });

  it('has an address at the site for every function that the page calls', () => {
    const callable = Object.entries(functions)
      .filter(([, { __endpoint }]) => __endpoint.callableTrigger !== undefined)
      .map(([name]) => `/call/${name}`);
    const rewritten = config.hosting.rewrites
      .filter(({ source, function: to }) => source === `/call/${to?.functionId}`)
      .map(({ source }) => source);
    assert.ok(callable.length >= 5);
    assert.deepEqual(rewritten.toSorted(), callable.toSorted());
  });
});
