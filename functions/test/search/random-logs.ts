import * as fc from 'fast-check';

import { SEVERITIES } from '../../src/contract/severity-names.js';
import type { StoredLog } from '../../src/search/log-source.js';

const WORDS = [
  'timeout',
  'connection',
  'refused',
  'health',
  'a',
  '7',
  'ok',
  '10.0.0.1',
  'ab-12',
  '/orders/ab-12',
  'x=y',
  '接続失敗',
  '失敗',
  '失',
  'Ｔimeout',
  'İ',
  'Σίσυφος',
] as const;
const NAMES = [
  'service',
  'http.status',
  'source',
  'severity',
  'trace_id',
  'a=b',
  '__proto__',
  'level',
] as const;
const VALUES = [
  'shop',
  'SHOP',
  'ab-12',
  'timeout refused',
  'error',
  '',
  'b=c',
  500,
  7.5,
  true,
  null,
] as const;

const words = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 6 });
const value = fc.constantFrom(...VALUES);

const attributes = fc
  .array(fc.tuple(fc.constantFrom(...NAMES), value), { maxLength: 4 })
  // Defines properties, so that one may be called __proto__.
  .map((pairs) => Object.fromEntries(pairs));

/** Logs from a small vocabulary, so that queries from the same words find some. */
export const someLogs: fc.Arbitrary<StoredLog[]> = fc.uniqueArray(
  fc.record(
    {
      log_id: fc.string({
        unit: fc.constantFrom('a', 'b', 'c', '1', '2'),
        minLength: 1,
        maxLength: 6,
      }),
      modified_data: words.map((some) => some.join(' ')),
      severity: fc.constantFrom(...SEVERITIES),
      source: fc.constantFrom('json_upload', 'otlp_upload'),
      attributes,
      time: fc.record({
        seconds: fc.integer({ min: 1_700_000_000, max: 1_700_000_005 }),
        nanos: fc.constantFrom(0, 1_000),
      }),
    },
    { requiredKeys: ['log_id', 'modified_data', 'source', 'time'] },
  ),
  { selector: ({ log_id }) => log_id, maxLength: 40 },
);

const quoted = (text: string) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`;

const leaf = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...WORDS).filter((word) => word !== 'x=y') },
  words.map((some) => quoted(some.join(' '))),
  fc.constantFrom('time*', 'conn*', 'ab*', '10.0*'),
  fc
    .tuple(
      fc.constantFrom(
        'service',
        'http.status',
        'attributes.source',
        'attributes.severity',
        'trace',
        '"a=b"',
        'a',
      ),
      fc.constantFrom('=', '!=', ':'),
      fc.constantFrom(
        'shop',
        'Shop',
        '"ab-12"',
        '500',
        'true',
        'null',
        '*',
        '"timeout refused"',
        'b=c',
      ),
    )
    .map((parts) => parts.join('')),
  fc.constantFrom('http.status>=500', 'service<8', 'text:timeout', 'text="timeout"', 'service=sh*'),
  fc.constantFrom(
    'severity>=WARNING',
    'severity=INFO',
    'severity<ERROR',
    'severity=*',
    'severity!=DEBUG',
  ),
  // By clients' names, and as other query languages have it.
  fc.constantFrom(
    'level:error',
    'level!=ERROR',
    'level>=warn',
    'message:timeout',
    'msg=timeout',
    '!refused',
    '*',
    'http=*',
    'http.status=5e2',
    'http.status:<=500',
    '@service:(shop OR "ab-12")',
    'service!=(shop OR sh*)',
    '/orders/*',
  ),
  fc.constantFrom('source=json_upload', 'source=none', 'log_id=a', 'log_id=b1'),
);

/** Well-formed queries from the vocabulary of {@link someLogs}. */
export const someQueries: fc.Arbitrary<string> = fc.letrec<{ query: string }>((tie) => ({
  query: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    tie('query').map((query) => `NOT (${query})`),
    fc.array(tie('query'), { minLength: 2, maxLength: 3 }).map((parts) => `(${parts.join(' ')})`),
    fc
      .array(tie('query'), { minLength: 2, maxLength: 3 })
      .map((parts) => `(${parts.join(' OR ')})`),
  ),
})).query;
