import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { byKind, MARKER_STYLES } from '../../src/contract/redaction-kinds.js';
import { MAX_GROWTH } from '../../src/redact/limit-growth.js';
import { redact, redactMap, type RedactOptions, redactorVersion } from '../../src/redact/index.js';
import { anyText } from './any-text.js';

const hashKey = Buffer.alloc(32, 7);
const hash: RedactOptions = { label: 'hash', hashKey };
const SEED = Number(process.env['SEED'] ?? 1);

/** Every choice, with the kinds of the defaults and with all. */
const CHOICES: readonly (readonly [name: string, options: RedactOptions, longest: number])[] = [
  ['plain', {}, '"[REDACTED]"'.length],
  ['kind', { label: 'kind' }, '"[REDACTED:it_fiscal_code]"'.length],
  ['hash', hash, '"[it_fiscal_code:a12345678901]"'.length],
  ['last4', { label: 'kind', markers: { card: 'last4' } }, '"[REDACTED:it_fiscal_code]"'.length],
  ['hash', { ...hash, kinds: byKind(() => true), markers: { card: 'last4' } }, 31],
];

describe('the marker that replaces a finding', () => {
  for (const [name, options, longest] of CHOICES) {
    const kinds = options.kinds === undefined ? '' : ' and every kind';
    it(`is the same when it is redacted twice: ${name}${kinds}`, () => {
      const property = (text: string) => {
        const once = redact(text, options).text;
        assert.equal(redact(once, options).text, once);
      };
      fc.assert(fc.property(anyText, property), { numRuns: 5_000, seed: SEED });
    });

    it(`lengthens a text no more than the limits allow for: ${name}${kinds}`, () => {
      const property = (text: string) => {
        const { text: redacted } = redact(text, options);
        assert.ok(redacted.length <= text.length * MAX_GROWTH + longest);
      };
      fc.assert(fc.property(anyText, property), { numRuns: 5_000, seed: SEED });
    });
  }

  it('can be the kind', () => {
    const { text } = redact('ann@example.com from 10.0.0.1', { label: 'kind' });
    assert.equal(text, '[REDACTED:email] from [REDACTED:ip]');
  });

  it('can be the last four digits of a card', () => {
    const options: RedactOptions = { markers: { card: 'last4' } };
    for (const card of ['4111 1111 1111 1234'.replace('1234', '1111'), '4111111111111111']) {
      assert.equal(redact(`card ${card} ok`, options).text, 'card [card:****1111] ok');
    }
    assert.equal(redact('c=4111%201111%201111%201111', options).text, 'c=[card:****1111]');
    assert.equal(redact('{"n":4111111111111111}', options).text, '{"n":"[card:****1111]"}');
    assert.deepEqual(redactMap({ card_number: '1234' }, options).value, {
      card_number: '[REDACTED:card]',
    });
  });

  it('can be a hash, the same in two logs about one person', () => {
    const one = redact('login of ann@example.com', hash).text;
    assert.match(one, /^login of \[email:[a-f][0-9a-f]{11}\]$/);
    const marker = one.slice('login of '.length);
    for (const written of ['Ann@Example.com', 'ann%40example.com', 'ann\\u0040example.com']) {
      assert.equal(redact(`x ${written} y`, hash).text, `x ${marker} y`);
    }
    assert.deepEqual(redactMap({ email: 'ann@example.com' }, hash).value, { email: marker });
    assert.ok(!redact('x bo@example.com', hash).text.includes(marker));
    const other = redact('login of ann@example.com', { ...hash, hashKey: Buffer.alloc(32, 8) });
    assert.notEqual(other.text, one);
  });

  it('has the same hash for a number however it is grouped', () => {
    const texts = ['4111 1111 1111 1111', '4111-1111-1111-1111', '4111111111111111'];
    assert.equal(new Set(texts.map((card) => redact(card, hash).text)).size, 1);
    assert.equal(redact('+1 212 555 0123', hash).text, redact('+12125550123', hash).text);
  });

  it('is the kind if there is no key', () => {
    assert.equal(redact('ann@example.com', { label: 'hash' }).text, '[REDACTED:email]');
  });

  it('stays if it is the value of a secret or in a URL', () => {
    for (const text of [
      'password=hunter2xyz',
      'postgres://ann:hunter2xyz@db/main',
      'Authorization: Bearer abcdefghijklmnop1234',
      'token: abc123def456',
      '{"password":"hunter2xyz"}',
      '{"password":12345678}',
    ]) {
      const once = redact(text, hash).text;
      assert.match(once, /\[secret:[a-f][0-9a-f]{11}\]/, text);
      assert.equal(redact(once, hash).text, once);
    }
  });

  it('protects nothing that a sender writes in the form of a marker', () => {
    for (const text of [
      '[email:ann@example.com]',
      '[phone:5551234567]',
      '[card:4111111111111111]',
    ]) {
      const { text: redacted } = redact(text, hash);
      assert.ok(!redacted.includes('ann') && !/\d{7}/.test(redacted), redacted);
    }
  });

  it('changes the redactor’s version, whatever the key', () => {
    const versions = MARKER_STYLES.map((card) => redactorVersion({ markers: { card }, hashKey }));
    assert.equal(new Set(versions).size, MARKER_STYLES.length);
    assert.equal(redactorVersion(hash), redactorVersion({ ...hash, hashKey: Buffer.alloc(32, 9) }));
  });
});

describe('a JSON number', () => {
  for (const [text, expected] of [
    ['{"card":4111111111111111}', '{"card":"[REDACTED]"}'],
    ['{"card": 4111111111111111 , "n":1}', '{"card": "[REDACTED]" , "n":1}'],
    ['{"cards":[4111111111111111,5555555555554444]}', '{"cards":["[REDACTED]","[REDACTED]"]}'],
    ['[1,4111111111111111]', '[1,"[REDACTED]"]'],
    ['{\n  "phone": 2125550147\n}', '{\n  "phone": "[REDACTED]"\n}'],
    ['{"pin":123456,"ok":true}', '{"pin":"[REDACTED]","ok":true}'],
    ['{"m":"{\\"card\\":4111111111111111}"}', '{"m":"{\\"card\\":\\"[REDACTED]\\"}"}'],
    ['x {"card":4111111111111111} y', 'x {"card":"[REDACTED]"} y'],
  ] as const) {
    it(`is replaced by a string: ${JSON.stringify(text)}`, () => {
      assert.equal(redact(text).text, expected);
      if (/^[[{]/.test(text)) JSON.parse(redact(text).text);
    });
  }

  for (const [text, expected] of [
    ['card [4111111111111111] ok', 'card [[REDACTED]] ok'],
    ['a,4111111111111111,b', 'a,[REDACTED],b'],
    ['{"card":"4111111111111111"}', '{"card":"[REDACTED]"}'],
    ['["x, 4111111111111111, y"]', '["x, [REDACTED], y"]'],
    ['{"a":1} card: 4111111111111111, b', '{"a":1} card: [REDACTED], b'],
  ] as const) {
    it(`is not one, and gets no quotes: ${JSON.stringify(text)}`, () => {
      assert.equal(redact(text).text, expected);
    });
  }
});
