import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { hasEscapedKey, readJson } from '../../src/lib/json.js';

describe('readJson', () => {
  for (const [text, expected] of [
    [String.raw`{"a\nb":1}`, true],
    [String.raw`{"a":{"\"" :1}}`, true],
    ['{"a":1,"\\u00e9"\t\n:1}', true],
    [String.raw`{"a":"line\nline","b":"\"c\": d"}`, false],
    [String.raw`["\"a\":1", "\\"]`, false],
    ['{"a":1}', false],
    ['"\\', false],
    ['"', false],
  ] as const) {
    it(`finds ${expected ? 'an' : 'no'} escaped key in ${text}`, () => {
      assert.equal(hasEscapedKey(text), expected);
    });
  }

  it('reads a key correctly whatever keys were read before', () => {
    // V8 of Node 24 reads the second as {"first":1,"\\":1} by itself.
    for (let time = 0; time < 20; time += 1) {
      readJson(String.raw`{"first":1,"\\":1}`);
      assert.deepEqual(readJson(String.raw`{"first":1,"\"":1}`), { first: 1, '"': 1 });
      readJson(String.raw`{"first":1,"caf\\":1}`);
      assert.deepEqual(readJson(String.raw`{"first":1,"caf\u00e9":1}`), { first: 1, café: 1 });
    }
  });

  it('reads back what was written, with keys of every kind', () => {
    const key = fc.oneof(fc.string({ maxLength: 3 }), fc.constantFrom('\\', '"', '\n', 'é', 'a\\'));
    const value = fc.oneof(fc.integer(), fc.string(), fc.double({ noNaN: true }), fc.boolean());
    fc.assert(
      fc.property(fc.array(fc.tuple(key, value), { maxLength: 4 }), (entries) => {
        const map = new Map(entries.filter(([name]) => name !== '__proto__'));
        const text = `{${[...map].map(([k, v]) => `${JSON.stringify(k)}:${JSON.stringify(v)}`).join(',')}}`;
        const read = new Map(Object.entries(readJson(text) as object));
        assert.deepEqual(
          new Map([...map].map(([k, v]) => [k, Object.is(v, -0) ? 0 : v])),
          new Map([...read].map(([k, v]) => [k, Object.is(v, -0) ? 0 : v])),
        );
      }),
      { seed: 1, numRuns: 2_000 },
    );
  });
});
