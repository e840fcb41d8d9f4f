import assert from 'node:assert/strict';

import { classifyFailure } from '../../src/process/failure.js';

describe('classifyFailure', () => {
  for (const [name, error, kind] of [
    ['INVALID_ARGUMENT', { code: 3 }, 'dead_letter'],
    ['OUT_OF_RANGE', { code: 11 }, 'dead_letter'],
    ['UNAVAILABLE', { code: 14 }, 'retry'],
    ['DEADLINE_EXCEEDED', { code: 4 }, 'retry'],
    ['ABORTED', { code: 10 }, 'retry'],
    ['RESOURCE_EXHAUSTED', { code: 8 }, 'retry'],
    ['INTERNAL', { code: 13 }, 'retry'],
    ['UNKNOWN', { code: 2 }, 'retry'],
    ['PERMISSION_DENIED, which an operator can fix', { code: 7 }, 'retry'],
    ['a code of Node', Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), 'retry'],
    ['an error without a code', new Error('x'), 'retry'],
    ['undefined', undefined, 'retry'],
  ] as const) {
    it(`treats ${name} as ${kind === 'retry' ? 'transient' : 'permanent'}`, () => {
      assert.equal(classifyFailure(error).kind, kind);
    });
  }
});
