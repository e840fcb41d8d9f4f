import assert from 'node:assert/strict';

import { describeError } from '../../src/telemetry/describe-error.js';

const CANARY = 'canary-4711';

/** As a failing library would throw it. */
function failure(message: string, more: object = {}): Error {
  return Object.assign(new TypeError(message), more);
}

describe('describeError', () => {
  it('gives the kind, the code and the place', () => {
    const { error, code, stack_trace } = describeError(failure('x', { code: 14 }));
    assert.equal(error, 'TypeError');
    assert.equal(code, '14');
    assert.match(stack_trace ?? '', /^TypeError\n +at failure \(.*describe-error\.spec\.ts/);
  });

  for (const [what, message] of [
    ['a message', CANARY],
    ['a message of several lines', `one\n${CANARY}\ntwo`],
    ['a message that looks like a stack', `x\n    at ${CANARY} (file.js:1:1)\n    at ${CANARY}`],
  ] as const) {
    it(`leaves out ${what}`, () => {
      const described = describeError(failure(message));
      assert.ok(!JSON.stringify(described).includes(CANARY), JSON.stringify(described));
      assert.match(described.stack_trace ?? '', /describe-error\.spec\.ts/);
    });
  }

  it('leaves out a stack whose message has changed since, as the two cannot be separated', () => {
    const error = failure(`x\n    at ${CANARY}`);
    // It is made when it is first asked for.
    assert.ok(error.stack?.includes(CANARY));
    error.message = 'another';
    assert.equal(describeError(error).stack_trace, undefined);
  });

  it('leaves out names and codes that are sentences, and every other property', () => {
    const error = failure('x', { code: `no ${CANARY}`, name: `no ${CANARY}`, details: CANARY });
    assert.ok(!JSON.stringify(describeError(error)).includes(CANARY));
    assert.equal(describeError(error).error, 'Error');
  });

  it('gives only the type of a value that is not an error', () => {
    assert.deepEqual(describeError(CANARY), { error: 'string' });
    assert.deepEqual(describeError(undefined), { error: 'undefined' });
  });
});
