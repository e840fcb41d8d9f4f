import assert from 'node:assert/strict';

import { MAX_LOADED, MAX_LOADED_CHARACTERS, PAGE_CHARACTERS, PAGE_SIZE } from '../../src/limits.js';
import { fitMemory, nextPageSize } from '../../src/logs/memory.js';
import { log } from '../logs.js';

/** The longest text that the gateway accepts. */
const LONGEST = 'x'.repeat(400 * 1024);

const some = (count: number, text: string) =>
  Array.from({ length: count }, (_, index) =>
    log(`l${index}`, count - index, { modified_data: text, original_text: text }),
  );

describe('the memory that logs take', () => {
  it('allows a full page if logs are short, and a small one if nothing is known', () => {
    assert.equal(nextPageSize(some(100, 'short')), PAGE_SIZE);
    assert.equal(nextPageSize([]), 100);
  });

  it('is bounded for a page of the longest logs', () => {
    const size = nextPageSize(some(100, LONGEST));
    assert.ok(size >= 1 && size * LONGEST.length * 2 <= PAGE_CHARACTERS);
  });

  it('is bounded for the list, which keeps the newest', () => {
    const long = fitMemory(some(200, LONGEST));
    assert.equal(long.length, Math.floor(MAX_LOADED_CHARACTERS / (2 * LONGEST.length)));
    assert.equal(long[0]?.log_id, 'l0');
    assert.equal(fitMemory(some(MAX_LOADED + 5, 'short')).length, MAX_LOADED);
    const few = some(3, 'short');
    assert.equal(fitMemory(few), few);
  });
});
