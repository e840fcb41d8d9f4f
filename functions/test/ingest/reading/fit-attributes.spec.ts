import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { attributesSchema } from '../../../src/contract/attributes.js';
import { Repairs } from '../../../src/contract/repairs.js';
import { fitAttributes } from '../../../src/ingest/reading/fit-attributes.js';

function fit(sent: Record<string, unknown>, inner?: Record<string, unknown>) {
  const repairs = new Repairs();
  const kept = fitAttributes(sent, repairs, inner);
  return { kept, repairs: repairs.list.map(({ pointer, repair }) => `${pointer} ${repair}`) };
}

const nested = (depth: number): unknown => (depth === 0 ? 1 : { a: nested(depth - 1) });
const many = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, index]));

describe('attributes', () => {
  it('that Firestore accepts stay the same object', () => {
    const sent = { a: 1, b: ['x', { c: null }], __p: 'ok', n: nested(9) };
    assert.equal(fitAttributes(sent, new Repairs()), sent);
  });

  for (const [name, sent, kept, ...repairs] of [
    [
      'an array in an array',
      { box: [[1, 2], [3, [4]], 5] },
      { box: ['[1,2]', '[3,[4]]', 5] },
      '/box/0 nested_array',
      '/box/1 nested_array',
    ],
    [
      'an array in an array of a map',
      { a: { b: [[1]] } },
      { a: { b: ['[1]'] } },
      '/a/b/0 nested_array',
    ],
    ['no name', { '': 1 }, { _: 1 }, '/ renamed'],
    [
      'reserved names',
      { __error__: 'e', ____: 2 },
      { _error_: 'e', _: 2 },
      '/__error__ renamed',
      '/____ renamed',
    ],
    [
      'a reserved name deep inside',
      { a: [{ __b__: 1 }] },
      { a: [{ _b_: 1 }] },
      '/a/0/__b__ renamed',
    ],
    [
      'names that become the same',
      { _a_: 1, __a__: 2, ___a___: 3 },
      { _a_: 1, '_a_#2': 2, '_a_#3': 3 },
      '/__a__ renamed',
      '/___a___ renamed',
    ],
    ['half a surrogate pair', { a: ['x\ud83d'] }, { a: ['x\uFFFD'] }, '/a/0 invalid_unicode'],
    ['half a pair in a name', { 'a\ud83d': 1 }, { 'a\uFFFD': 1 }, '/a\uFFFD invalid_unicode'],
    [
      'numbers that JSON has no form for',
      { a: NaN, b: -Infinity, c: 2 ** 53 },
      { a: 'NaN', b: '-Infinity', c: '9007199254740992' },
    ],
    ['what is no JSON at all', { a: 10n, b: undefined }, { a: '10', b: null }],
  ] as const) {
    it(`with ${name} are kept`, () => {
      assert.deepEqual(fit(sent), { kept, repairs });
    });
  }

  it('whose name is too long keep it whole beside their value', () => {
    const name = 'long'.repeat(500);
    const { kept, repairs } = fit({ [name]: { a: 1 } });
    const [[short, value] = []] = Object.entries(kept);
    assert.match(short ?? '', /^(?:long){16}~[0-9a-f]{16}$/);
    assert.deepEqual(JSON.parse(value as string), { [name]: { a: 1 } });
    assert.deepEqual(repairs, [' renamed']);
  });

  it('named __proto__ are renamed, and change no prototype', () => {
    const { kept } = fit(JSON.parse('{"__proto__":{"a":1},"b":{"__proto__":2}}'));
    assert.deepEqual(kept, { _proto_: { a: 1 }, b: { _proto_: 2 } });
    assert.equal(Object.getPrototypeOf(kept), Object.prototype);
  });

  it('deeper than a document allows are kept as JSON from there on', () => {
    assert.deepEqual(fit({ x: nested(9) }).repairs, []);
    const { kept, repairs } = fit({ x: nested(12) });
    assert.deepEqual(repairs, ['/x/a/a/a/a/a/a/a/a/a too_deep']);
    assert.ok(JSON.stringify(kept).includes(JSON.stringify(JSON.stringify(nested(3)))));
  });

  it('with too many values keep those that fit, and the rest of a subtree as JSON', () => {
    const { kept, repairs } = fit({ a: 1, big: many(600), b: { c: 2 } });
    assert.deepEqual(kept, { a: 1, big: JSON.stringify(many(600)), b: { c: 2 } });
    assert.deepEqual(repairs, ['/big too_many']);
  });

  it('that logs share and that are too large are written once for all of them', () => {
    const resource = many(90_000);
    const begun = process.cpuUsage();
    const first = fit({ resource });
    for (let log = 0; log < 300; log += 1) assert.deepEqual(fit({ resource }), first);
    assert.deepEqual(first.repairs, ['/resource too_many']);
    assert.ok(process.cpuUsage(begun).user < 2_000_000);
  });

  it('with too many names keep the first, and the rest as JSON', () => {
    const { kept, repairs } = fit({ ...many(600), json: 'own' });
    const rest = JSON.parse(kept['json'] as string) as Record<string, unknown>;
    assert.equal(Object.keys(kept).length, 512);
    assert.deepEqual({ ...kept, ...rest, json: rest['json'] }, { ...many(600), json: 'own' });
    assert.deepEqual(repairs, [' too_many']);
  });

  it('are reported under /attributes if they were sent there', () => {
    assert.deepEqual(fit({ a: [[1]] }, { a: [[1]] }).repairs, ['/attributes/a/0 nested_array']);
  });

  it('always fit a message, and keep every word', () => {
    const name = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', '__a__', '__proto__'));
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 12, withCrossShrink: true },
        fc.oneof(fc.double(), fc.string({ unit: 'binary' }), fc.constant(null), fc.boolean()),
        fc.array(tie('any'), { maxLength: 5 }),
        fc.dictionary(name, tie('any'), { maxKeys: 5, noNullPrototype: true }),
      ),
    })).any;
    fc.assert(
      fc.property(fc.dictionary(name, value, { noNullPrototype: true }), (sent) => {
        const { kept } = fit(sent);
        const parsed = attributesSchema.safeParse(kept);
        assert.ok(parsed.success, JSON.stringify(parsed.error?.issues));
        const found = JSON.stringify(kept);
        for (const [, word = ''] of JSON.stringify(sent).matchAll(/([A-Za-z0-9]{2,})/g)) {
          assert.ok(found.includes(word) || /^u?[d0-9a-f]/i.test(word), word);
        }
      }),
      { seed: 1, numRuns: 1_000 },
    );
  });
});
