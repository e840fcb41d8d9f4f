import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { readJsonText } from '../../../src/ingest/reading/json-reader.js';
import { parseJson, parseJsonIfAny } from '../../../src/ingest/reading/parse-json.js';

const LIMITS = { values: 100_000, depth: 32 };

const words = (text: string, limits = LIMITS) =>
  parseJson(text, limits).repairs.map(({ pointer, repair }) => `${pointer} ${repair}`);

/** Apart from bad surrogates and the like, both readers must agree with `JSON.parse`. */
const exact = (text: string) => readJsonText(text, LIMITS).value;

describe('parseJson', () => {
  for (const [name, read] of [
    ['parseJson', (text: string) => parseJson(text).value],
    ['the reader of its own', exact],
  ] as const) {
    it(`reads what JSON.parse reads: ${name}`, () => {
      fc.assert(
        fc.property(fc.jsonValue({ maxDepth: 8 }), fc.nat(2), (value, indent) => {
          const text = JSON.stringify(value, null, indent);
          // Integers beyond 2^53 differ: they are kept, where JSON.parse rounds them.
          if (!/\d{16}|\de\+/.test(text)) assert.deepEqual(read(text), JSON.parse(text));
        }),
        { seed: 1, numRuns: 1_000 },
      );
    });
  }

  it('loses no digit, neither next to long numbers nor next to strings of digits', () => {
    const digits = fc.string({
      unit: fc.constantFrom(...'1234567890'.split('')),
      minLength: 1,
      maxLength: 25,
    });
    const number = fc
      .tuple(fc.constantFrom('', '-'), digits, fc.option(digits), fc.constantFrom('', ' ', '\n'))
      .map(
        ([sign, whole, part, space]) =>
          `${space}${sign}1${whole}${part === null ? '' : `.${part}`}`,
      );
    const text = fc
      .tuple(fc.constantFrom('', ', ', ':', 'a'), digits)
      .map((parts) => `"${parts.join('')}"`);
    const members = fc.array(fc.tuple(fc.nat(9), fc.oneof(number, text)), { maxLength: 5 });
    fc.assert(
      fc.property(members, (all) => {
        const json = `{${all.map(([, value], index) => `"k${index}":${value}`).join(',')}}`;
        assert.deepEqual(parseJson(json).value, exact(json));
        const list = `[${all.map(([, value]) => value).join(',')}]`;
        assert.deepEqual(parseJson(list).value, exact(list));
      }),
      { seed: 1, numRuns: 2_000 },
    );
  });

  for (const text of ["{'a': 1}", '{a=1}', '{ not json }', '{1}', '{{}}']) {
    it(`does not take ${text} for JSON`, () =>
      assert.equal(parseJsonIfAny(text, LIMITS), undefined));
  }

  it('accepts as JSON exactly what JSON.parse accepts', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"',
      '\\',
      '\\u00e9',
      '\\ud83d',
      '1',
      '-',
      '.5',
      'e3',
      'true',
      'null',
      'nul',
      ' ',
      '\n',
      '\t',
      '\u0000',
      'NaN',
      '01',
      '{"a":',
      '"b":2}',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = pieces.join('');
        const isJson = (read: () => unknown) => {
          try {
            read();
            return true;
          } catch {
            return false;
          }
        };
        assert.equal(
          isJson(() => exact(text)),
          isJson(() => JSON.parse(text)),
          JSON.stringify(text),
        );
      }),
      { seed: 1, numRuns: 20_000 },
    );
  });

  for (const [text, value] of [
    ['{"id":9007199254740993}', { id: '9007199254740993' }],
    ['[-12345678901234567890]', ['-12345678901234567890']],
    ['{"id":9007199254740991}', { id: 9_007_199_254_740_991 }],
    ['{"a":0.30000000000000004}', { a: 0.300_000_000_000_000_04 }],
    ['{"a":1e400,"b":-1e400}', { a: '1e400', b: '-1e400' }],
    ['{"a":"1234567890123456789"}', { a: '1234567890123456789' }],
  ] as const) {
    it(`loses no digit of ${text}`, () => {
      assert.deepEqual(parseJson(text).value, value);
      assert.deepEqual(words(text), []);
    });
  }

  for (const [text, value, ...repairs] of [
    ['{"a":1,"a":2}', { a: [1, 2] }, '/a duplicate_key'],
    ['{"a":1,"a":1}', { a: [1, 1] }, '/a duplicate_key'],
    ['{"a":1,"a":2,"b":0,"a":[3]}', { a: [1, 2, [3]], b: 0 }, '/a duplicate_key'],
    ['{"a":[1],"a":[2]}', { a: [[1], [2]] }, '/a duplicate_key'],
    ['{"a" :1,"a"\t:2}', { a: [1, 2] }, '/a duplicate_key'],
    ['{"a":":","a":2}', { a: [':', 2] }, '/a duplicate_key'],
    [String.raw`{"a\"":1,"a\"":2}`, { 'a"': [1, 2] }, '/a" duplicate_key'],
    [String.raw`{"a\\":1,"a\\":2}`, { 'a\\': [1, 2] }, '/a\\ duplicate_key'],
    [String.raw`{"\u0061":1,"a":2}`, { a: [1, 2] }, '/a duplicate_key'],
    ['{"b":{"c":[{"d":1,"d":null}]}}', { b: { c: [{ d: [1, null] }] } }, '/b/c/0/d duplicate_key'],
    [String.raw`{"a":"done \ud83d"}`, { a: 'done \uFFFD' }, '/a invalid_unicode'],
    [String.raw`["\udc00x","\ud83d\ude00"]`, ['\uFFFDx', '😀'], '/0 invalid_unicode'],
    [String.raw`{"k\uD800":1}`, { 'k\uFFFD': 1 }, ' invalid_unicode'],
  ] as const) {
    it(`keeps all of ${text}`, () => {
      assert.deepEqual(parseJson(text).value, value);
      assert.deepEqual(words(text), repairs);
    });
  }

  for (const text of [
    '{"a":":b","c":"d: e"}',
    String.raw`{"a":"{\"b\":1,\"b\":2}"}`,
    '[{"a":1},{"a":2}]',
    String.raw`{"\u00e9\n":"\u00e9\ud83d\ude00"}`,
  ]) {
    it(`repairs nothing of ${text}`, () => {
      assert.deepEqual(parseJson(text), { ...parseJson(text), repairs: [] });
      assert.deepEqual(parseJson(text).value, JSON.parse(text));
    });
  }

  it('keeps every value of a duplicate key', () => {
    const key = fc.constantFrom('a', 'b', '"', '\\', ':', '":', 'é', '__proto__');
    const value = fc.constantFrom('1', '":"', '"\\":"', '{"a":1}', '[":"]');
    fc.assert(
      fc.property(fc.array(fc.tuple(key, value), { maxLength: 5 }), (entries) => {
        const text = `{${entries.map(([name, v]) => `${JSON.stringify(name)} :${v}`).join(',')}}`;
        const read = parseJson(text).value as Record<string, unknown>;
        for (const name of new Set(entries.map(([own]) => own))) {
          const values = entries.filter(([own]) => own === name).map(([, v]) => JSON.parse(v));
          const kept = Object.getOwnPropertyDescriptor(read, name)?.value;
          assert.deepEqual(kept, values.length === 1 ? values[0] : values, text);
        }
      }),
      { seed: 1, numRuns: 2_000 },
    );
  });

  it('keeps keys named like properties as keys', () => {
    const text = '{"__proto__":{"a":1},"constructor":1,"n":12345678901234567890}';
    const parsed = parseJson(text).value as object;
    assert.deepEqual(Object.keys(parsed), ['__proto__', 'constructor', 'n']);
    assert.equal(Object.getPrototypeOf(parsed), Object.prototype);
  });

  it('says where a syntax error is, without quoting the text', () => {
    assert.throws(() => parseJson('{"a": secret}'), {
      message: 'is not valid JSON: a syntax error at character 6',
    });
  });

  describe('beyond its limits', () => {
    const nested = (depth: number, inner = '') => '['.repeat(depth) + inner + ']'.repeat(depth);

    it('reads 32 levels, and keeps anything deeper as its text', () => {
      assert.deepEqual(words(nested(32)), []);
      let value = parseJson(nested(40, '1')).value;
      for (let level = 0; level < 32; level += 1) value = (value as unknown[])[0];
      assert.equal(value, nested(8, '1'));
    });

    for (const depth of [33, 1_000, 200_000]) {
      it(`keeps all of ${depth} levels`, () => {
        assert.equal(parseJson(nested(depth)).repairs[0]?.repair, 'too_deep');
        const text = `{"text":"x","a":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}`;
        assert.equal((parseJson(text).value as { text: string }).text, 'x');
      });
    }

    const few = { values: 10, depth: 32, isKnown: (name: string) => name === 'text' };

    it('keeps an object or array of too many values as its text, and its neighbours as they are', () => {
      const many = `[${'[],'.repeat(20)}1]`;
      const { value, repairs, values } = parseJson(`{"a":${many},"b":{"c":[1,2]},"d":"e"}`, few);
      assert.deepEqual(value, { a: many, b: { c: [1, 2] }, d: 'e' });
      assert.deepEqual(repairs, [{ pointer: '/a', repair: 'too_many' }]);
      assert.ok(values <= 10);
    });

    it('keeps excess fields at the top as one text, but reads those it knows', () => {
      const fields = Array.from({ length: 30 }, (_, index) => `"k${index}": ${index}`);
      const { value, repairs } = parseJson(`{${fields.join(',')},"text":"x","z":[1]}`, few);
      const { json, text, ...first } = value as Record<string, unknown>;
      assert.equal(text, 'x');
      assert.equal(Object.keys(first).length, 10);
      const rest = JSON.parse(String(json)) as Record<string, unknown>;
      assert.deepEqual(rest['z'], [1]);
      assert.equal(Object.keys(rest).length, 21);
      assert.deepEqual(repairs, [{ pointer: '', repair: 'too_many' }]);
    });

    it('reads the names it knows among too many, however they are escaped', () => {
      const many = Array.from({ length: 11 }, (_, index) => `"k${index}":"${index}"`).join();
      const { value } = parseJson(
        `{${many} , "a\\"b" : [1,"}"] ,"\\u0074ext":"x\\n","z":-1.5e3}`,
        few,
      );
      const { json, text } = value as Record<string, unknown>;
      assert.equal(text, 'x\n');
      assert.deepEqual(JSON.parse(String(json)), { k10: '10', 'a"b': [1, '}'], z: -1500 });
    });

    it('makes no more values than it may, whatever the text is', () => {
      fc.assert(
        fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
          const { values } = parseJson(JSON.stringify(value), few);
          assert.ok(values <= 11, String(values));
        }),
        { seed: 1, numRuns: 1_000 },
      );
    });
  });
});
