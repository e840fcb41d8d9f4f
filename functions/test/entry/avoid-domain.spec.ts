import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { TYPESCRIPT } from '../../../harness/support/typescript.js';

const PROCESS = fileURLToPath(new URL('../support/framework-process.ts', import.meta.url));

/** The answers of functions-framework in a process of its own. */
function serve(...args: string[]): unknown {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', TYPESCRIPT, PROCESS, ...args],
    {
      encoding: 'utf8',
    },
  );
  const last = stdout.trim().split('\n').at(-1) ?? '';
  assert.match(last, /^\{"statuses"/, stderr);
  return JSON.parse(last);
}

describe('avoidDomain', function () {
  const statuses = { answers: 202, rejects: 500, resolves: 204, throws: 500 };

  it('leaves the answers of functions-framework unchanged, but makes no domain', () => {
    assert.deepEqual(serve('avoid'), { statuses, hasDomain: false });
  });

  it('is needed: without it, each promise of a function has a domain', () => {
    assert.deepEqual(serve(), { statuses, hasDomain: true });
  });
});
