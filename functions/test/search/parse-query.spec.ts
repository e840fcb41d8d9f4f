import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { MAX_QUERY_LENGTH } from '../../src/limits.js';
import { describeQueryError, parseQuery } from '../../src/search/parse-query.js';
import type { Query } from '../../src/search/query.js';

/** A query as brackets and words. */
function show(query: Query): string {
  switch (query.kind) {
    case 'all':
      return '*';
    case 'words': {
      const { words } = query;
      if (words.kind === 'phrase') return `"${words.atoms.join(' ')}"`;
      if (words.kind === 'prefix') return `${words.atoms.join(' ')}*`;
      return words.kind === 'whole' ? `<${words.word}>` : words.word;
    }
    case 'severity':
      return `{${query.among.join(' ')}}`;
    case 'field': {
      const { field, test } = query;
      const name = 'own' in field ? `.${field.own}` : field.attribute.join('|');
      if (test.kind === 'exists') return `${name}?`;
      if (test.kind === 'equals') return `${name}=${test.folded}`;
      if (test.kind === 'begins') return `${name}=${test.folded}*`;
      if (test.kind === 'compare') return `${name}${test.than}${test.number}`;
      return `${name}:${show({ kind: 'words', words: test.words })}`;
    }
    case 'not':
      return `!${show(query.query)}`;
    case 'and':
    case 'or':
  }
  return `(${query.queries.map(show).join(query.kind === 'and' ? ' & ' : ' | ')})`;
}

function read(text: string): string {
  const parsed = parseQuery(text);
  return parsed.ok ? show(parsed.query) : describeQueryError(parsed.error);
}

const READ: [string, string][] = [
  ['', '*'],
  ['  Timeout ', 'timeout'],
  ['a1 b1 AND c1', '(a1 & b1 & c1)'],
  ['a1 b1 OR c1', '((a1 & b1) | c1)'],
  ['a1 (b1 OR NOT c1)', '(a1 & (b1 | !c1))'],
  ['or and not', '(or & and & not)'],
  ['-health -(a1 b1)', '(!health & !(a1 & b1))'],
  ['"Connection: refused"', '"connection refused"'],
  ['"one"', 'one'],
  ['conn*', 'conn*'],
  ['api/v1*', 'api v1*'],
  ['10.0.0.1:80', '<10.0.0.1:80>'],
  ['/orders/7/', '<orders/7>'],
  ['10:30', '<10:30>'],
  ['http://shop/a', '<http://shop/a>'],
  ['foo(bar)', '(foo & bar)'],
  ['接続', '"接 続"'],
  ['service=Shop', 'service=shop'],
  ['service!=shop', '!service=shop'],
  ['service=sh*', 'service=sh*'],
  ['service=*', 'service?'],
  ['service="*"', 'service=*'],
  ['http.path:checkout', 'http.path:checkout'],
  ['path:"a b"', 'path:"a b"'],
  ['took>=1.5', 'took>=1.5'],
  ['took<-2', 'took<-2'],
  ['severity>=warn', '{WARNING ERROR CRITICAL ALERT EMERGENCY}'],
  ['severity:error', '{ERROR}'],
  ['severity=odd', 'severity=odd'],
  [
    'text:a1 source=json_upload log_id=x trace=t',
    '(.text:a1 & .source=json_upload & .log_id=x & .trace=t)',
  ],
  ['attributes.source=x', 'source|attributes.source=x'],
  ['"a b"=1', 'a b=1'],
  ['__proto__=1 constructor:x', '(__proto__=1 & constructor:x)'],
  ['say="a \\"b\\" \\\\ c"', 'say=a "b" \\ c'],
  // As in other query languages.
  ['*', '*'],
  ['!a1 && !b1||c1', '((!a1 & !b1) | c1)'],
  ['!service=shop', '!service=shop'],
  ['level:warn', '({WARNING} | level:warn)'],
  ['level!=warn', '!({WARNING} | level=warn)'],
  ['level>=error', '{ERROR CRITICAL ALERT EMERGENCY}'],
  ['level>=30', 'level>=30'],
  ['level=loud', 'level=loud'],
  ['msg:a1', '(.text:a1 | msg:a1)'],
  ['@http.status:>=500', 'http.status|@http.status>=500'],
  ['“a1 b1” c1', '("a1 b1" & c1)'],
  ['say=“a b”', 'say=a b'],
  ["say='a b' c1", '(say=a b & c1)'],
  ["say='t c1", "(say='t & c1)"],
  ['path:(a1 OR -b1)', '(path:a1 | !path:b1)'],
  ['path!=(a1 OR (b1 c1))', '!(path=a1 | (path=b1 & path=c1))'],
  ['/api/*', '"api"'],
  ['took <b> x1', '(took & b & x1)'],
  ['std::vector', '<std::vector>'],
  ['C:\\temp', '<c:\\temp>'],
];

const REFUSED: [string, string][] = [
  ['(a1', 'At character 4, expected the closing bracket for the one at 1.'],
  ['a1)', 'At character 3, expected an opening bracket before this one.'],
  [
    'a1 OR',
    'At character 6, expected a word, a field such as service=shop, or an opening bracket.',
  ],
  ['NOT', 'At character 4, expected a word, a field such as service=shop, or an opening bracket.'],
  [
    'service= shop',
    'At character 9, expected a value right after =, in quotes if it has spaces or brackets.',
  ],
  ['took>fast', 'At character 6, expected a number after >.'],
  [
    'severity>=loud',
    'At character 11, expected one of DEFAULT, DEBUG, INFO, NOTICE, WARNING, ERROR, CRITICAL, ALERT, EMERGENCY.',
  ],
  ['say "a b', 'At character 9, expected the closing quote for the one at 5.'],
  [
    'severity >= ERROR',
    'At character 10, expected a field, its operator and its value without spaces: service=shop.',
  ],
  ['*out', 'At character 1, expected a star only at the end of a word, or else quotes around it.'],
  [
    'path=/api/*/users',
    'At character 11, expected a star only at the end of a word, or else quotes around it.',
  ],
  ['status:[500 TO 599]', 'At character 8, expected a range as status>=500 status<600.'],
  [
    'took>(1 OR 2)',
    'At character 6, expected a value right after >, in quotes if it has spaces or brackets.',
  ],
  ['path:(a1 b=1)', 'At character 10, expected only values in these brackets.'],
  ['path:(a1', 'At character 9, expected the closing bracket for the one at 6.'],
  [
    'path:()',
    'At character 7, expected a word, a field such as service=shop, or an opening bracket.',
  ],
  [
    'level>loud',
    'At character 7, expected a number after >, or one of DEFAULT, DEBUG, INFO, NOTICE, WARNING, ERROR, CRITICAL, ALERT, EMERGENCY.',
  ],
  [
    'timestamp>2026-01-01',
    'At character 11, expected a number after >; choose the time range outside the query.',
  ],
  ['->', 'At character 2, expected a word with a letter or digit, with at most a star at its end.'],
];

describe('parseQuery', () => {
  for (const [text, query] of READ) {
    it(`reads ${text === '' ? 'nothing' : text}`, () => assert.equal(read(text), query));
  }

  for (const [text, error] of REFUSED) {
    it(`says what is wrong with ${text}`, () => assert.equal(read(text), error));
  }

  for (const [what, text] of [
    ['100 KB', 'word '.repeat(20_000)],
    ['thousands of brackets', `${'('.repeat(1_900)}a${')'.repeat(1_900)}`],
    ['thousands of negations', `${'-'.repeat(3_000)}a`],
    ['too many words', 'ab '.repeat(1_000)],
  ] as const) {
    it(`refuses a query of ${what}`, () => {
      const parsed = parseQuery(text);
      assert.ok(!parsed.ok);
      assert.match(parsed.error.expected, /at most/);
    });
  }

  it('answers any text with a query or the position of an error', () => {
    const pieces = fc.constantFrom(
      '(',
      ')',
      '"',
      '-',
      ' ',
      'AND',
      'OR',
      'NOT',
      'a',
      'b=',
      ':',
      '>=',
      '*',
      '\\',
      '接',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces, { maxLength: 50 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const parsed = parseQuery(text);
        assert.ok(parsed.ok || (parsed.error.at >= 0 && parsed.error.at <= text.length));
      }),
      { numRuns: 2_000 },
    );
    assert.ok(MAX_QUERY_LENGTH < 100_000);
  });
});
