import assert from 'node:assert/strict';

import { wordAt } from '../../src/logs/word-at.js';

describe('the clicked word', () => {
  const text = 'GET /orders/550e-41 took 12 ms: timeout.';
  for (const [at, word] of [
    [1, 'GET'],
    [8, 'orders/550e-41'],
    [text.indexOf('timeout') + 2, 'timeout'],
    [text.length - 1, 'timeout'],
    [text.length, undefined],
  ] as const) {
    it(`is ${word ?? 'none'} at ${at}`, () => assert.equal(wordAt(text, at), word));
  }

  it('is looked for only near the click, however long the text is', () => {
    const long = `${'x'.repeat(300_000)} needle ${'y'.repeat(300_000)}`;
    assert.equal(wordAt(long, 300_003), 'needle');
    assert.equal(wordAt(long, 150_000)?.length, 400);
  });
});
