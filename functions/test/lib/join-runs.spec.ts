import assert from 'node:assert/strict';

import { joinRuns } from '../../src/lib/join-runs.js';

describe('joinRuns', () => {
  it('joins calls made while a run of the key is in progress', async () => {
    const runs: string[] = [];
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const ask = joinRuns<number>(async (key, items) => {
      runs.push(`${key}: ${items.join(' ')}`);
      await gate;
    });
    const first = ask('a', 1);
    await Promise.resolve();
    const rest = [ask('a', 2), ask('b', 3), ask('a', 4)];
    release();
    await Promise.all([first, ...rest]);
    assert.deepEqual(runs, ['a: 1', 'b: 3', 'a: 2 4']);
  });

  it('fails only the callers of the run that fails, and goes on', async () => {
    const ask = joinRuns<number>((_key, items) =>
      items.includes(1) ? Promise.reject(new Error('no')) : Promise.resolve(),
    );
    await assert.rejects(ask('a', 1));
    await ask('a', 2);
  });
});
