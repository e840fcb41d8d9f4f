import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { BadJson, parseJson } from '../../../src/ingest/reading/parse-json.js';

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

/** Each value by itself: with these keys `JSON.parse` errs in Node 24, see `contract/json.ts`. */
const valueOf = (entries: readonly (readonly [string, string])[]) =>
  Object.fromEntries(entries.map(([name, value]) => [name, JSON.parse(value)]));

describe('parseJson', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), fc.nat(2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const parsed = parseJson(text);
        // Integers beyond 2^53 differ: they are kept, where JSON.parse rounds them.
        if (!/\d{16}/.test(text)) assert.deepEqual(parsed, JSON.parse(text));
      }),
      { seed: 1, numRuns: 1_000 },
    );
  });

  for (const [text, value] of [
    ['{"id":9007199254740993}', { id: '9007199254740993' }],
    ['[-12345678901234567890]', ['-12345678901234567890']],
    ['{"id":9007199254740991}', { id: 9_007_199_254_740_991 }],
    ['{"a":0.30000000000000004}', { a: 0.300_000_000_000_000_04 }],
    ['{"a":"1234567890123456789"}', { a: '1234567890123456789' }],
  ] as const) {
    it(`loses no digit of ${text}`, () => {
      assert.deepEqual(parseJson(text), value);
    });
  }

  for (const text of [
    '{"a":1,"a":2}',
    '{"a":1,"b":{"c":[{"d":1,"d":null}]}}',
    '{"a" :1,"a"\t:2}',
    '{"a":":","a":2}',
    String.raw`{"a\"":1,"a\"":2}`,
    String.raw`{"a\\":1,"a\\":2}`,
    String.raw`{"\u0061":1,"a":2}`,
    String.raw`{"a":"x\":y","a":2}`,
  ]) {
    it(`refuses ${text}, where JSON.parse would lose a value`, () => {
      assert.throws(() => parseJson(text), { name: 'BadJson', message: /one key twice/ });
    });
  }

  for (const text of [
    '{"a":1,"a":1}',
    '{"a":":b","c":"d: e"}',
    String.raw`{"a":"{\"b\":1,\"b\":2}"}`,
    '[{"a":1},{"a":2}]',
  ]) {
    it(`takes ${text}, in which nothing is lost`, () => {
      assert.deepEqual(parseJson(text), JSON.parse(text));
    });
  }

  it('finds every key that is given twice', () => {
    const key = fc.constantFrom('a', 'b', '"', '\\', ':', '":', 'é');
    const value = fc.constantFrom('1', '":"', '"\\":"', '{"a":1}', '[":"]');
    fc.assert(
      fc.property(fc.array(fc.tuple(key, value), { maxLength: 5 }), (entries) => {
        const text = `{${entries.map(([name, v]) => `${JSON.stringify(name)} :${v}`).join(',')}}`;
        const distinct = new Map(entries);
        const isLossy = entries.some(([name, v]) => distinct.get(name) !== v);
        if (isLossy) assert.throws(() => parseJson(text), BadJson);
        else assert.deepEqual(parseJson(text), valueOf(entries));
      }),
      { seed: 1, numRuns: 2_000 },
    );
  });

  it('keeps keys named like properties as keys', () => {
    const text = '{"__proto__":{"a":1},"constructor":1,"n":12345678901234567890}';
    const parsed = parseJson(text) as object;
    assert.deepEqual(Object.keys(parsed), ['__proto__', 'constructor', 'n']);
    assert.equal(Object.getPrototypeOf(parsed), Object.prototype);
  });

  for (const depth of [33, 1_000, 200_000]) {
    it(`refuses what is ${depth} deep`, () => {
      assert.throws(() => parseJson(nested(depth)), { message: 'is nested too deeply' });
    });
  }

  it('takes what is 32 deep', () => {
    assert.doesNotThrow(() => parseJson(nested(32)));
  });

  it('says where a syntax error is, and nothing of the text', () => {
    assert.throws(() => parseJson('{"a": secret}'), {
      message: 'is not valid JSON: a syntax error at character 6',
    });
  });
});
