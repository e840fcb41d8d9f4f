import assert from 'node:assert/strict';

import { partId as contractPartId } from '../../../functions/src/contract/ids.js';
import { partId } from '../../src/documents/part-id.js';

describe('the id of a part', () => {
  for (const [id, index] of [
    ['l1', 0],
    ['l1', 1],
    ['order%2F5 ä 😀', 17],
  ] as const) {
    it(`is the contract's: ${id}, ${index}`, async () => {
      assert.equal(await partId(id, index), contractPartId(id, index));
    });
  }
});
