import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { SEVERITIES } from '../../src/contract/severity-names.js';
import { type Cover, coversOf } from '../../src/search/cover.js';
import type { SearchableLog } from '../../src/search/log-view.js';
import { compileForStored } from '../../src/search/match-stored.js';
import { matches } from '../../src/search/match.js';
import { parseQuery } from '../../src/search/parse-query.js';
import { CUT_TERM, termsOf } from '../../src/search/terms.js';
import { holds, type Question, write } from './plain-filter.js';

const LONG = 'x'.repeat(200);

/** Logs and queries are made of the same pieces, so that queries find something. */
const PIECES = [
  ['timeout', 'Timeout', 'TIMEOUT', 'refused', 'a', 'or', 'OR', 'not', '5', '7.5', '1.0', '1e3'],
  [
    'straße',
    'STRASSE',
    'İstanbul',
    'istanbul',
    'ısı',
    'ISI',
    'Σίσυφος',
    'ΣΊΣΥΦΟΣ',
    'don’t',
    "don't",
  ],
  ['café', 'cafe\u0301', 'ｔｉｍｅｏｕｔ', 'ﬁle', 'file', 'x²', '㍿', 'ｶﾞ', 'ガ'],
  ['接続失敗', '失敗', '失', '接続 失敗', 'ไม่พบ', 'พบ', '서비스는', '서비스', 'ab接続cd', '接続-1'],
  ['🔥', '👩‍👩‍👧', 'ok👍', '❤️', 'نص', 'हिन्दी', 'שלום', '\u202Eabc', 'a\u200Bb', 'n\u0303'],
  ['10.0.0.1', '10.0.0.1:8080', '::1', 'fe80::1%eth0', '2001:db8::ff00:42:8329'],
  ['/api/users', '/api/users/42', 'api', 'users', 'C:\\Windows\\x', '../etc/passwd', 'a//b'],
  ['https://shop.example.com/a?b=c&d=e#f', 'shop.example.com', 'ann@example.com', '[REDACTED]'],
  ['550e8400-e29b-41d4-a716-446655440000', '550e8400', 'e29b', '0xDEADBEEF', 'v1.2.3-rc.1', 'v1.2'],
  ['userId', 'user_id', 'user-id', 'user.id', '__init__', 'foo::bar', 'x=y', 'x==y', 'a,b', 'a\nb'],
  [
    '-5',
    '+5',
    '50%',
    '#42',
    'C++',
    'c#',
    '~x~',
    "'quoted'",
    '"quoted"',
    '\\',
    '\\"',
    '*',
    'a*b',
    '…',
  ],
  [
    LONG,
    `${LONG}1`,
    `${'ab-'.repeat(60)}c`,
    '💩'.repeat(100),
    'é'.repeat(130),
    '-',
    '--',
    '_',
    '.',
  ],
].flat();

const NAMES = [
  'service',
  'http.status',
  'a b',
  'a"b',
  'x=y',
  '__proto__',
  'Größe',
  '接続',
  'user.id',
  'constructor',
];
const VALUES = [...PIECES, '', ' ', 'a b', 'true', 'null', '500', '-5', '1e3', 'b=c'];

const piece = fc.constantFrom(...PIECES);
const text = fc
  .array(
    fc.tuple(piece, fc.constantFrom(' ', ' ', ' ', '', ', ', '\n', '/', '-', ':', '"', '=', '\0')),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((parts) => parts.flat().join(''));
const value = fc.oneof(
  fc.constantFrom<string | number | boolean | null>(500, 7.5, -5, 0, 1e21, true, false, null),
  fc.constantFrom(...VALUES),
  text,
  fc.array(fc.constantFrom(...VALUES, 500, true), { maxLength: 3 }),
  fc.record({ id: fc.constantFrom(5, '5', 'x-1'), status: fc.constantFrom(200, 500) }),
);
const log: fc.Arbitrary<SearchableLog> = fc.record(
  {
    log_id: fc.constant('log_1'),
    modified_data: text,
    severity: fc.constantFrom(...SEVERITIES),
    source: fc.constantFrom('json_upload', 'otlp_upload'),
    attributes: fc
      .array(fc.tuple(fc.constantFrom(...NAMES, 'http', 'user'), value), { maxLength: 4 })
      // Defines properties, so that one may be called __proto__.
      .map((pairs) => Object.fromEntries(pairs)),
  },
  { requiredKeys: ['log_id', 'modified_data', 'source'] },
);

/** Whether a query takes it as a plain word, and not as part of its own syntax. */
const isBare = (one: string) =>
  /[\p{L}\p{N}]/u.test(one) &&
  !/[\s()"“”„*]|^[-!'`]|&&|\|\||^(?:AND|OR|NOT)$/u.test(one) &&
  !/^[\p{L}_@][^\s=:<>!]*[=:<>!]/u.test(one);
const bare = fc.constantFrom(...PIECES.filter(isBare));
const leaf: fc.Arbitrary<Question> = fc.oneof(
  { weight: 4, arbitrary: bare.map((one) => ({ kind: 'word', text: one }) as const) },
  {
    weight: 3,
    arbitrary: text
      .filter((one) => /[\p{L}\p{N}]/u.test(one))
      .map((one) => ({ kind: 'phrase', text: one }) as const),
  },
  bare
    .filter((one) => /[\p{L}\p{N}]$/u.test(one))
    .chain((one) => fc.nat({ max: 3 }).map((less) => one.slice(0, Math.max(1, one.length - less))))
    .filter((one) => isBare(one) && /[\p{L}\p{N}]$/u.test(one))
    .map((one) => ({ kind: 'prefix', text: one }) as const),
  fc.record({
    kind: fc.constant('equals' as const),
    name: fc.constantFrom(...NAMES, 'source', 'text', 'attributes.service'),
    value: fc.constantFrom(...VALUES, 'json_upload'),
    not: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('begins' as const),
    name: fc.constantFrom(...NAMES),
    value: fc.constantFrom(...VALUES.filter((one) => /^[^\s()"“”„*'`&|[{]+$/u.test(one))),
  }),
  fc.record({ kind: fc.constant('exists' as const), name: fc.constantFrom(...NAMES) }),
  fc.record({
    kind: fc.constant('contains' as const),
    name: fc.constantFrom(...NAMES, 'text'),
    value: fc.constantFrom(...VALUES.filter((one) => /[\p{L}\p{N}]/u.test(one))),
  }),
  fc.record({
    kind: fc.constant('compare' as const),
    name: fc.constantFrom(...NAMES),
    than: fc.constantFrom('<', '<=', '>', '>='),
    number: fc.constantFrom(5, 7.5, -5, 500, 0, 1000),
  }),
  fc.record({
    kind: fc.constant('severity' as const),
    than: fc.constantFrom('=', '<', '<=', '>', '>='),
    severity: fc.constantFrom(...SEVERITIES),
  }),
);
const question = fc.letrec<{ tree: Question }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 3, arbitrary: leaf },
    tie('tree').map((of) => ({ kind: 'not', of }) as const),
    fc
      .tuple(fc.constantFrom('and', 'or'), fc.array(tie('tree'), { minLength: 2, maxLength: 3 }))
      .map(([kind, of]) => ({ kind, of }) as const),
  ),
})).tree;

/** The whole answer is found by a cover, and an exact one finds nothing else. */
function check(cover: Cover, log_: SearchableLog, terms: readonly string[], isAnswer: boolean) {
  if (cover.kind !== 'terms') return;
  const isFound = cover.terms.some((term) => terms.includes(term));
  if (isAnswer) assert.ok(isFound, `${JSON.stringify(cover)} misses ${JSON.stringify(log_)}`);
  else if (cover.exact)
    assert.ok(!isFound, `${JSON.stringify(cover)} finds ${JSON.stringify(log_)}`);
}

describe('any query', () => {
  it('finds what a plain filter by docs/search.md finds, with and without its terms', () => {
    const runs = Number(process.env['SEARCH_RUNS'] ?? 2_000);
    fc.assert(
      fc.property(question, fc.array(log, { minLength: 1, maxLength: 4 }), (asked, logs) => {
        const written = write(asked);
        const parsed = parseQuery(written);
        assert.ok(parsed.ok, `${written}: ${JSON.stringify(parsed)}`);
        const covers = coversOf(parsed.query, 'full');
        const find = compileForStored([parsed.query], 'full');
        for (const one of logs) {
          const expected = holds(asked, one);
          const about = `${written} and ${JSON.stringify(one)}`;
          assert.equal(matches(parsed.query, one), expected, about);
          const terms = termsOf(one, 'full');
          assert.equal(
            find({ ...one, terms }, one.log_id).length === 1,
            expected,
            `stored: ${about}`,
          );
          if (terms.at(-1) === CUT_TERM) continue;
          for (const cover of covers) check(cover, one, terms, expected);
        }
      }),
      { numRuns: runs },
    );
  });
});
