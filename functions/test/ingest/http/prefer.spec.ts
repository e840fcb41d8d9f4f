import assert from 'node:assert/strict';

import { isStrict } from '../../../src/ingest/http/prefer.js';
import { request } from '../../support/request.js';

describe('isStrict', () => {
  for (const [prefer, strict] of [
    ['handling=strict', true],
    ['Handling = "strict"; x=1', true],
    ['respond-async, wait=10, handling=strict', true],
    ['handling=strict, handling=lenient', true],
    ['handling=lenient, handling=strict', false],
    ['handling=lenient', false],
    ['handling', false],
    ['strict', false],
    ['', false],
    [undefined, false],
  ] as const) {
    it(`is ${strict} for Prefer: ${prefer}`, () => {
      const headers: Record<string, string> = prefer === undefined ? {} : { prefer };
      assert.equal(isStrict(request('POST', '/', headers)), strict);
    });
  }
});
