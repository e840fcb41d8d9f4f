import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';

import { base64Bytes, writeBase64 } from '../../src/lib/base64.js';

describe('base64 written into bytes', () => {
  for (const length of [0, 1, 2, 3, 24_575, 24_576, 24_577, 100_000]) {
    it(`is that of ${length} bytes, between what surrounds it`, () => {
      const data = randomBytes(length);
      const target = Buffer.alloc(base64Bytes(data) + 2, '.');
      assert.equal(writeBase64(data, target, 1), target.length - 1);
      assert.equal(target.toString(), `.${data.toString('base64')}.`);
    });
  }
});
