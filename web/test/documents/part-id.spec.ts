import assert from 'node:assert/strict';

import * as contract from '../../../functions/src/contract/ids.js';
import { documentIdOf, partId } from '../../src/documents/part-id.js';

describe('the id of a part', () => {
  for (const [id, index] of [
    ['l1', 0],
    ['l1', 1],
    ['order%2F5 ä 😀', 17],
  ] as const) {
    it(`is the contract's: ${id}, ${index}`, async () => {
      assert.equal(await partId(id, index), contract.partId(id, index));
    });
  }
});

describe('the id of a document', () => {
  for (const sent of ['l1', 'order/5', '..', '__x__', 'ä\u202e', 'i'.repeat(2_000)]) {
    it(`is the contract's: ${sent.slice(0, 20)}`, async () => {
      assert.equal(await documentIdOf(sent), contract.documentIdOf(sent));
    });
  }
});
