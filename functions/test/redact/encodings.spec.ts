import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { redact } from '../../src/redact/index.js';

/** An item of every kind, in several ways of writing; each is found where spaces are around it. */
const ITEMS = [
  'ann@mail.example.org',
  'ann.smith+x@example.co.uk',
  '4111 1111 1111 1111',
  '5555-5555-5555-4444',
  '378282246310005',
  '219-09-9998',
  'DE89370400440532013000',
  'GB29 NWBK 6016 1331 9268 19',
  '203.0.113.9',
  '2001:db8::8a2e:370:7334',
  '+1 555-123-4567',
  '(212) 555-0187',
  '555-0199',
  '+442079460958',
  '020 7946 0958',
  'ghp_q7Zk2mVx9LwTq7Zk2mVx9LwTq7Zk2mVx9LwT',
  'AKIAQ7ZK2MVX3LWTQ7ZK',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.q7Zk2mVx9LwT',
] as const;

/** What may stand right before and after an item in a log. */
const AROUND: readonly (readonly [before: string, after: string])[] = [
  ['\\n', '\\n'],
  ['\\t', '\\t'],
  ['\\r\\n', '\\r\\n'],
  ['\\\\n', '\\\\n'],
  ['\\\\\\\\n', '\\\\\\\\n'],
  ['\\"', '\\"'],
  ['\\\\\\"', '\\\\\\"'],
  ["\\'", "\\'"],
  ['\\u0022', '\\u0022'],
  ['\\u003c', '\\u003e'],
  ['\\u003C', '\\u003E'],
  ['\\u000a', '\\u000a'],
  ['\\\\u003c', '\\\\u003e'],
  ['\\x0a', '\\x0a'],
  ['\\u{a}', '\\u{a}'],
  ['\\x1b[32m', '\\x1b[0m'],
  ['\\u001b[1;31m', '\\u001b[0m'],
  ['\\033[36m', '\\033[0m'],
  ['\\e[36m', '\\e[0m'],
  ['#033[36m', '#033[0m'],
  ['^[[36m', '^[[0m'],
  ['\u001b[36m', '\u001b[39m'],
  ['\u001b[38;5;12m', '\u001b[0;0m'],
  ['\u001b[K', '\u001b[K'],
  ['\u001b[36m', ' '],
  [' ', '\u001b[0m'],
  ['[32m', '[0m'],
  ['#012', '#012'],
  ['#011', '#011'],
  ['#015#012', '#015#012'],
  ['%0A', '%0A'],
  ['%0D%0A', '%0d%0a'],
  ['%20', '%20'],
  ['%22', '%22'],
  ['%3C', '%3E'],
  ['%2520', '%2520'],
  ['%253C', '%253E'],
  ['&lt;', '&gt;'],
  ['&quot;', '&quot;'],
  ['&#39;', '&#39;'],
  ['&#x27;', '&#x27;'],
  ['&nbsp;', '&nbsp;'],
  ['&amp;quot;', '&amp;quot;'],
  ['&#10;', '&#10;'],
];

const each = (text: string, matching: RegExp, encode: (char: string) => string): string =>
  text.replaceAll(matching, encode);
const code = (char: string, length: number): string =>
  char.charCodeAt(0).toString(16).padStart(length, '0');
const SPECIAL = /[^0-9A-Za-z]/g;
const ANY = /[^]/g;

/** Ways in which the characters of an item may be written. */
const WRITTEN: Readonly<Record<string, (item: string) => string>> = {
  'as of a URL': encodeURIComponent,
  'percent-encoded': (item) => each(item, SPECIAL, (char) => `%${code(char, 2).toUpperCase()}`),
  'percent-encoded, all of it': (item) => each(item, ANY, (char) => `%${code(char, 2)}`),
  'percent-encoded twice': (item) => encodeURIComponent(encodeURIComponent(item)),
  'percent-encoded three times': (item) =>
    encodeURIComponent(encodeURIComponent(encodeURIComponent(item))),
  'in JSON': (item) => each(item, SPECIAL, (char) => `\\u${code(char, 4)}`),
  'in JSON, all of it': (item) => each(item, ANY, (char) => `\\u${code(char, 4).toUpperCase()}`),
  'in JSON in JSON': (item) => each(item, SPECIAL, (char) => `\\\\u${code(char, 4)}`),
  'with \\x': (item) => each(item, SPECIAL, (char) => `\\x${code(char, 2)}`),
  'in HTML': (item) => each(item, SPECIAL, (char) => `&#${char.charCodeAt(0)};`),
  'in HTML, in hexadecimal': (item) => each(item, SPECIAL, (char) => `&#x${code(char, 2)};`),
  'in HTML, all of it': (item) => each(item, ANY, (char) => `&#x${code(char, 2).toUpperCase()};`),
  'in HTML in HTML': (item) => each(item, SPECIAL, (char) => `&amp;#${char.charCodeAt(0)};`),
  'in HTML, with names': (item) =>
    item.replaceAll('@', '&commat;').replaceAll('.', '&period;').replaceAll('+', '&plus;'),
  'with colours within': (item) => `${item.slice(0, 2)}\u001b[1m${item.slice(2)}`,
  'with escaped colours within': (item) => `${item.slice(0, 3)}\\x1b[1m${item.slice(3)}`,
  'with colours of JSON within': (item) => `${item.slice(0, -2)}\\u001b[1m${item.slice(-2)}`,
};

const hidden = (text: string): string => redact(text).text;

describe('what is redacted in plain text', () => {
  for (const item of ITEMS) {
    it(`is redacted after and before every escape: ${item}`, () => {
      assert.equal(hidden(`to ${item} ok`), 'to [REDACTED] ok');
      for (const [before, after] of AROUND) {
        const text = `sent to:${before}${item}${after} ok`;
        assert.equal(hidden(text), `sent to:${before}[REDACTED]${after} ok`, text);
        const glued = hidden(`sent to${before}${item}${after}ok`);
        assert.ok(!glued.includes(item) && !glued.includes(item.slice(2)), glued);
      }
    });

    it(`is redacted in every encoding: ${item}`, () => {
      for (const [name, encode] of Object.entries(WRITTEN)) {
        const text = `to ${encode(item)} ok`;
        assert.equal(hidden(text), 'to [REDACTED] ok', name);
      }
    });

    it(`is redacted in a query, with + for a space or not: ${item}`, () => {
      const written = encodeURIComponent(item);
      for (const value of [written, written.replaceAll('%20', '+')]) {
        const text = `GET /a?q=1&note=${value}&b=2 200`;
        assert.equal(hidden(text), 'GET /a?q=1&note=[REDACTED]&b=2 200', text);
        assert.equal(hidden(`note=${value}&b=2`), 'note=[REDACTED]&b=2');
      }
    });
  }

  it('is redacted in JSON in JSON in JSON, which stays JSON', () => {
    const items = fc.array(fc.constantFrom(...ITEMS), { minLength: 1, maxLength: 3 });
    const depth = fc.integer({ min: 1, max: 4 });
    const joint = fc.constantFrom('\n', '\t', '"', ' ', '\r\n', '<', ', ');
    fc.assert(
      fc.property(items, depth, joint, (several, layers, between) => {
        let text = `sent:${between}${several.join(between)}${between}end`;
        for (let layer = 0; layer < layers; layer++) text = JSON.stringify({ msg: text });
        let inner: unknown = hidden(text);
        for (let layer = 0; layer < layers; layer++) {
          inner = (JSON.parse(String(inner)) as { msg: unknown }).msg;
        }
        const left = several.map(() => '[REDACTED]').join(between);
        assert.equal(inner, `sent:${between}${left}${between}end`);
      }),
      { numRuns: 2_000, seed: 1 },
    );
  });
});

describe('what only looks like an escape', () => {
  for (const text of [
    'C:\\new\\table\\reports\\users.txt',
    '\\\\share\\nas\\bin',
    '100% of 20%20 done',
    'strftime %d%m%Y %H:%M',
    'AT&T & co &lt',
    'issue #012 and #0123',
    'timeout=40 retries=20 x=3D',
    'timeout=40ms.avg',
    'regex \\d{3}\\.\\w+\\b',
    'a[0m b[12]m',
    'offset=12+34 sum=1+2+3',
    '\u001b[2J\u001b[1;1Hready',
    '%',
    '\\',
    '&',
    '&#',
    '&#;',
    '\\u12',
    '%4',
    '\u001b',
    '\u001b[',
  ]) {
    it(`stays as it is: ${JSON.stringify(text)}`, () => {
      assert.equal(hidden(text), text);
    });
  }
});
