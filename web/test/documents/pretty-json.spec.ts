import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { prettyJson } from '../../src/documents/pretty-json.js';

describe('a text that is JSON', () => {
  it('has a line for each value, and keeps every digit', () => {
    assert.equal(
      prettyJson('{"id":12345678901234567890, "a":[1.0,{}],"b" : "x, {y}"}'),
      [
        '{',
        '  "id": 12345678901234567890,',
        '  "a": [',
        '    1.0,',
        '    {}',
        '  ],',
        '  "b": "x, {y}"',
        '}',
      ].join('\n'),
    );
  });

  it('is formatted as JSON.stringify would', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        if (typeof value !== 'object' || value === null) return;
        assert.equal(prettyJson(JSON.stringify(value)), JSON.stringify(value, undefined, 2));
      }),
    );
  });

  it('is not pretty-printed if it is a string, a number or truncated', () => {
    for (const text of ['', 'null', '12', '"a"', '{"a":1', '[REDACTED]', '{a:1}']) {
      assert.equal(prettyJson(text), undefined);
    }
  });

  it('does not grow with the square of its depth', () => {
    const depth = 5_000;
    const pretty = prettyJson('['.repeat(depth) + ']'.repeat(depth));
    assert.ok(pretty !== undefined && pretty.length < depth * 2 * 64);
  });
});
