import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import type { Attributes, AttributeValue } from '../../../src/contract/attributes.js';
import { type Log, logSchema } from '../../../src/contract/log-message.js';
import { partId } from '../../../src/contract/ids.js';
import { Repairs } from '../../../src/contract/repairs.js';
import { DEFAULT_TENANT } from '../../../src/contract/tenant.js';
import { parseTimestamp } from '../../../src/contract/timestamp.js';
import { splitLog } from '../../../src/ingest/reading/split-log.js';
import { DOCUMENT_BUDGET, MAX_DOCUMENT_BYTES } from '../../../src/limits.js';
import { documentBytes } from '../../../src/process/document-size.js';
import { toDocuments } from '../../../src/process/to-document.js';
import { logMessage, RECEIVED_AT } from '../../../../harness/support/messages.js';

const { logs: _logs, ...rest } = logMessage('acme');
const ENVELOPE = { ...rest, logs: [] };

/** A twentieth of a document’s limit: the same rules, but faster tests. */
const SMALL = DOCUMENT_BUDGET / 20;

const split = (text: string, attributes?: object, budget = SMALL): Log[] =>
  splitLog(
    { log_id: 'l', text, ...(attributes && { attributes: attributes as Attributes }) },
    new Repairs(),
    budget,
  );

/** What is stored of each part, which must be a message that the worker accepts. */
function stored(parts: readonly Log[]) {
  return parts.map((part) => {
    const log = logSchema.parse(JSON.parse(JSON.stringify(part)));
    return toDocuments(log, ENVELOPE, DEFAULT_TENANT, parseTimestamp(RECEIVED_AT)).log;
  });
}

const originals = (parts: readonly Log[]) =>
  stored(parts)
    .map(({ original_text: text }) => text)
    .join('');
const redacted = (parts: readonly Log[]) => stored(parts).map((log) => log.modified_data);

/** Joins the attributes of the parts, as the contract says: maps by name, everything else in sequence. */
function join(one: AttributeValue, other: AttributeValue): AttributeValue {
  if (typeof one === 'string' && typeof other === 'string') return one + other;
  if (Array.isArray(one) && Array.isArray(other)) return [...one, ...other];
  const map: Attributes = { ...(one as Attributes) };
  for (const [name, value] of Object.entries(other as Attributes)) {
    map[name] = name in map ? join(map[name] ?? null, value) : value;
  }
  return map;
}

const joined = (parts: readonly Log[]) =>
  stored(parts).reduce<AttributeValue>((sum, { attributes = {} }) => join(sum, attributes), {});

const KIB = 1024;

describe('a log that fits a document', () => {
  for (const [name, text, attributes] of [
    ['of an ordinary size', 'x', { a: 1 }],
    ['with a text of 400 KiB', 'x'.repeat(400 * KIB), undefined],
    ['with 200 KiB of each', 'x'.repeat(200 * KIB), { stack: 'y'.repeat(200 * KIB) }],
    ['with 600 KiB of attributes', 'x', { stack: 'y'.repeat(600 * KIB) }],
  ] as const) {
    it(`stays one: ${name}`, () => {
      const log = { log_id: 'l', text, ...(attributes && { attributes }) };
      assert.deepEqual(splitLog(log, new Repairs()), [log]);
    });
  }
});

describe('a log that does not fit a document', () => {
  it('becomes several, each of which names its part', () => {
    const repairs = new Repairs();
    const log: Log = { log_id: 'a/b', text: 'x'.repeat(1_000_000), severity: 'ERROR' };
    const parts = splitLog({ ...log, log_id: 'ab' }, repairs);
    assert.equal(parts.length, 3);
    for (const [index, part] of parts.entries()) {
      assert.equal(part.log_id, partId('ab', index));
      assert.deepEqual(part.split, { id: 'ab', index, total: 3 });
      assert.deepEqual(part.repairs, [{ pointer: '', repair: 'split' }]);
      assert.equal(part.severity, 'ERROR');
    }
    assert.equal(originals(parts), log.text);
  });

  it('becomes the same parts when it is sent again', () => {
    const text = 'word '.repeat(15_000);
    assert.deepEqual(split(text, { a: text }), split(text, { a: text }));
  });

  for (const [name, text] of [
    ['lines', 'a line of a log\n'.repeat(30_000)],
    ['words', 'word '.repeat(100_000)],
    ['one long word', 'x'.repeat(500_000)],
    ['emoji', '🧯'.repeat(250_000)],
    ['control characters', '\u0000\u0001'.repeat(60_000)],
    ['quotes and backslashes', '"\\'.repeat(400_000)],
    ['umlauts', 'ä'.repeat(450_000)],
    ['short addresses, which redaction lengthens', 'a@b.co '.repeat(70_000)],
  ] as const) {
    it(`loses nothing of a text of ${name}, and each document fits`, () => {
      const parts = split(text, undefined, DOCUMENT_BUDGET);
      assert.ok(parts.length > 1);
      assert.equal(originals(parts), text);
      for (const part of parts) assert.ok(part.text.isWellFormed());
      for (const document of stored(parts)) {
        const bytes = documentBytes(
          `tenants/${'t'.repeat(64)}/processed_logs/${'l'.repeat(1_500)}`,
          document,
        );
        assert.ok(bytes <= MAX_DOCUMENT_BYTES, String(bytes));
      }
    });
  }

  it('is cut at the end of a line, or else of a word', () => {
    for (const [text, end] of [
      ['a line of a log\n'.repeat(5_000), '\n'],
      ['word '.repeat(10_000), ' '],
    ] as const) {
      for (const { original_text: part = '' } of stored(split(text))) assert.ok(part.endsWith(end));
    }
  });

  it('adds little to the size of its text in messages, whatever the text', () => {
    for (const text of ['\u0000'.repeat(200_000), 'x'.repeat(900_000), '"'.repeat(900_000)]) {
      for (const part of split(text, undefined, DOCUMENT_BUDGET))
        assert.ok(JSON.stringify(part).length < 1_000_000);
    }
  });

  for (const [name, text, attributes] of [
    ['a long stack', 'x', { stack: 'y y '.repeat(20_000), a: 1 }],
    [
      'many long values',
      'x',
      Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`k${i}`, 'v w '.repeat(1_000)])),
    ],
    ['a long array', 'x', { list: Array.from({ length: 400 }, (_, i) => `i${i} `.repeat(60)) }],
    ['values deep inside', 'x', { a: { b: { c: 'z z '.repeat(15_000), d: [1] }, e: 2 }, f: 'g' }],
    ['a long text and long attributes', 'w '.repeat(15_000), { s: 't '.repeat(30_000) }],
    ['a long text and short attributes', 'w '.repeat(15_000), { host: 'h', n: [1, { m: null }] }],
  ] as const) {
    it(`loses nothing of ${name}`, () => {
      const parts = split(text, attributes);
      assert.ok(parts.length > 1);
      assert.equal(originals(parts), text);
      assert.deepEqual(joined(parts), attributes);
      for (const document of stored(parts)) {
        assert.ok(documentBytes('tenants/t/processed_logs/l', document) <= MAX_DOCUMENT_BYTES);
      }
    });
  }

  it('has some of its text and of its attributes in the first part, if one of them is short', () => {
    for (const [text, attributes] of [
      ['x', { stack: 'y y '.repeat(20_000) }],
      ['w '.repeat(15_000), { host: 'h' }],
    ] as const) {
      const [first] = stored(split(text, attributes));
      assert.ok(first?.modified_data && first.attributes);
    }
  });

  it('keeps a map in an array that is larger than a document, as its JSON', () => {
    const repairs = new Repairs();
    const attributes = { list: [{ a: 'b '.repeat(20_000) }] };
    const parts = splitLog({ log_id: 'l', text: 'x', attributes }, repairs, SMALL);
    const { list } = joined(parts) as { list: string[] };
    assert.equal(list.join(''), JSON.stringify(attributes.list[0]));
    assert.deepEqual(
      repairs.list.map(({ repair }) => repair),
      ['too_many', 'split'],
    );
  });

  it('keeps attributes named __proto__ as attributes', () => {
    const attributes = JSON.parse(`{"a":{"_":1},"b":"${'c '.repeat(25_000)}"}`) as Attributes;
    assert.deepEqual(joined(split('x', attributes)), attributes);
  });

  it('loses nothing, whatever it consists of', () => {
    const piece = fc.tuple(
      fc.constantFrom('a', ' ', '\n', '🧯', '\u0000', 'ä', 'word ', 'a line\n'),
      fc.integer({ min: 1, max: 6_000 }),
    );
    const text = fc
      .array(piece, { minLength: 1, maxLength: 8 })
      .map((pieces) => `x${pieces.map(([one, times]) => one.repeat(times)).join('')}`);
    const attributes = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), text);
    fc.assert(
      fc.property(text, attributes, (one, others) => {
        const parts = split(one, { ...others });
        assert.equal(originals(parts), one);
        assert.deepEqual(joined(parts), { ...others });
      }),
      { seed: 1, numRuns: 25 },
    );
  });
});

describe('personal data across a cut', () => {
  const SECRETS = [
    ['an e-mail address', 'jane.doe@example.com'],
    ['a card', '4111 1111 1111 1111'],
    ['a phone number', '+1 415 555 0199'],
    ['a password', 'password=hunter2hunter2'],
    ['a token', 'Authorization: Bearer abcdefghijklmnopqrstuvwxyz0123456789'],
    [
      'a private key',
      `-----BEGIN PRIVATE KEY-----\n${'MIIEvQIBADANBgkqhkiG9w0BAQ\n'.repeat(60)}-----END PRIVATE KEY-----`,
    ],
  ] as const;

  /** Where the first part of a text of these letters ends. */
  const cutOf = (filler: string) => stored(split(filler))[0]?.original_text?.length ?? 0;
  const FILLER = 60_000;

  for (const [kind, secret] of SECRETS) {
    for (const [where, letter, edge] of [
      ['in a text without spaces', 'x', ' '],
      ['in lines', 'x\n', '\n'],
    ] as const) {
      it(`is redacted wherever ${kind} is, ${where}`, () => {
        const filler = letter.repeat(FILLER / letter.length);
        const cut = cutOf(filler);
        const step = Math.max(1, Math.floor(secret.length / 10));
        for (let shift = -2; shift <= secret.length + 2; shift += step) {
          const text = `${filler.slice(0, cut - shift - 1)}${edge}${secret}${edge}${filler}`;
          const parts = split(text);
          assert.ok(parts.length > 1);
          const kept = redacted(parts).join('');
          // Not even a half of it.
          for (const half of halves(secret)) assert.ok(!kept.includes(half), `${shift}: ${half}`);
        }
      });
    }
  }

  it('is redacted in attributes, too', () => {
    const secret = 'jane.doe@example.com';
    const filler = 'x'.repeat(FILLER);
    const stackOf = ({ attributes }: { attributes?: Attributes }) =>
      (attributes?.['stack'] ?? '') as string;
    const [first] = stored(split('t', { stack: filler })).map(stackOf);
    const cut = first?.length ?? 0;
    for (let shift = -1; shift <= secret.length + 1; shift += 1) {
      const stack = `${filler.slice(0, cut - shift)} ${secret} ${filler}`;
      const kept = stored(split('t', { stack })).map(stackOf).join('');
      for (const half of ['jane.doe', 'example.com']) assert.ok(!kept.includes(half), `${shift}`);
    }
  });

  it('is redacted whole in each part of an attribute whose name gives it away', () => {
    const parts = split('t', { password: 'correct horse battery staple '.repeat(3_000) });
    assert.ok(parts.length > 1);
    assert.ok(
      parts.every((part) => !JSON.stringify(stored([part])[0]?.attributes ?? {}).includes('horse')),
    );
  });

  it('is not found if there is none', () => {
    const text = 'plain words of a log without anything in them\n'.repeat(1_000);
    assert.equal(redacted(split(text)).join(''), text);
  });
});

/** Pieces of a secret that reveal something about it. */
function halves(secret: string): string[] {
  const [line = ''] = secret.split('\n').slice(-2);
  const value = line.replace(/^[\w: -]*[=:] ?(?:Bearer )?/, '');
  const middle = Math.floor(value.length / 2);
  return [value.slice(0, middle), value.slice(middle)].filter((half) => half.length >= 5);
}
