import assert from 'node:assert/strict';

import { describeRounds, showPayload } from '../../src/documents/dead-letter.js';

describe("a dead letter's payload", () => {
  for (const [name, payload, payload_encoding, shown] of [
    [
      'JSON with indents',
      '{"a":[1]}',
      'utf8',
      { text: '{\n  "a": [\n    1\n  ]\n}', binary: false },
    ],
    ['other text as it is', '{"a":', 'utf8', { text: '{"a":', binary: false }],
    ['bytes as Base64', 'AP8=', 'base64', { text: 'AP8=', binary: true }],
  ] as const) {
    it(`is shown in readable form: ${name}`, () => {
      assert.deepEqual(showPayload({ payload, payload_encoding }), shown);
    });
  }
});

describe("a dead letter's rounds", () => {
  const replayed_at = { seconds: 1, nanos: 0 };
  for (const [letter, told] of [
    [{ rounds: 1, replayed_at }, 'once'],
    [{ rounds: 2, replayed_at }, '2 times'],
    [{ rounds: 3 }, '3 times, and it came back'],
  ] as const) {
    it(`are described as “${told}”`, () => assert.equal(describeRounds(letter), told));
  }
});
