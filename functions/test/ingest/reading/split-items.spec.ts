import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { beginsArray, splitArray, splitLines } from '../../../src/ingest/reading/split-items.js';

const items = (split: typeof splitArray, body: string | Buffer) => {
  const bytes = Buffer.from(body);
  return [...split(bytes)].map(({ start, end }) => bytes.toString('utf8', start, end));
};

describe('splitArray', () => {
  it('finds the items that JSON.parse finds', () => {
    const space = fc.constantFrom('', ' ', '\n', '\r\n\t');
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.nat(3), space, (array, indent, around) => {
        const body = around + JSON.stringify(array, null, indent) + around;
        const found = items(splitArray, body).map((item): unknown => JSON.parse(item));
        assert.deepEqual(found, JSON.parse(body));
      }),
      { seed: 1, numRuns: 2_000 },
    );
  });

  it('never takes what JSON.parse refuses for an array of good items', () => {
    const piece = fc.constantFrom('[', ']', '{', '}', ',', '"', '\\', ':', '1', ' ', '"a":', '{}');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const body = `[${pieces.join('')}`;
        let found: unknown[] | undefined;
        try {
          found = items(splitArray, body).map((item): unknown => JSON.parse(item));
        } catch {
          return;
        }
        assert.deepEqual(found, JSON.parse(body));
      }),
      { seed: 1, numRuns: 20_000 },
    );
  });

  for (const [name, body, message] of [
    ['that does not end', '[{"a":1}', /cut off/],
    ['cut off in a string', '[{"a":"x', /cut off/],
    ['with an empty place', '[1,,2]', /syntax error at byte 3/],
    ['with a comma at the end', '[1,]', /syntax error at byte 3/],
    ['closed by a brace', '[1}', /syntax error at byte 2/],
    ['with something behind it', '[1] x', /syntax error at byte 4/],
    ['that is empty, with something behind it', '[] []', /syntax error at byte 3/],
  ] as const) {
    it(`refuses an array ${name}`, () => {
      assert.throws(() => items(splitArray, body), { name: 'BadJson', message });
    });
  }

  it('finds the ends of strings full of quotes and backslashes', () => {
    const strings = ['\\"'.repeat(1_000), '\\\\'.repeat(1_001), '"'.repeat(999)];
    const quoted = strings.map((text) => JSON.stringify(text));
    assert.deepEqual(items(splitArray, `[${quoted.join()}]`), quoted);
  });

  it('is used for a body that begins with a bracket, behind a byte order mark or space', () => {
    assert.ok(beginsArray(Buffer.from('\uFEFF \n[1]')));
    assert.deepEqual(items(splitArray, '\uFEFF [1]'), ['1']);
    assert.ok(!beginsArray(Buffer.from('{"a":[1]}')));
    assert.ok(!beginsArray(Buffer.from('')));
  });
});

describe('splitLines', () => {
  for (const [name, body, lines] of [
    ['with an end at the end', 'a\nb\n', ['a', 'b']],
    ['without', 'a\nb', ['a', 'b']],
    ['with carriage returns', 'a\r\nb\r\n', ['a\r', 'b\r']],
    ['with blank ones between', '\n\na\n \t\r\n\nb', ['a', 'b']],
    ['of which there is none', '', []],
    ['all blank', '\n \n', []],
  ] as const) {
    it(`finds lines ${name}`, () => {
      assert.deepEqual(items(splitLines, body), lines);
    });
  }
});
