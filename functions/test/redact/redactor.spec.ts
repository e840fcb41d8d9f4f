import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { byKind } from '../../src/contract/redaction-kinds.js';
import { MAX_GROWTH } from '../../src/redact/limit-growth.js';
import { redact, redactorVersion, REDACTOR_VERSION } from '../../src/redact/index.js';
import { anyText } from './any-text.js';
import { meter } from '../../src/redact/meter.js';
import { quotesIn } from '../../src/redact/json-number.js';
import { HOSTILE } from '../../../harness/redaction/hostile.js';

// The same texts in every run; another seed explores others.
const SEED = Number(process.env['SEED'] ?? 1);

const holds = (property: (text: string) => void, numRuns = 10_000) =>
  fc.assert(fc.property(anyText, property), { numRuns, seed: SEED });

describe('redact', () => {
  it('changes nothing when it redacts twice', () => {
    holds((text) => {
      const once = redact(text).text;
      assert.equal(redact(once).text, once);
    });
  });

  it('finds a phone number before an IP address', () => {
    const { text } = redact('020 7946 0958 2001:db8::1', { label: 'kind' });
    assert.equal(text, '[REDACTED:phone] [REDACTED:ip]');
  });

  it('changes nothing when it redacts twice with labels and every kind', () => {
    const options = { label: 'kind', kinds: { mac: true } } as const;
    holds((text) => {
      const once = redact(text, options).text;
      assert.equal(redact(once, options).text, once);
    });
  });

  it('keeps only the text around the findings, which are in order and never overlap', () => {
    holds((text) => {
      const { text: redacted, findings } = redact(text);
      const quoteOf = quotesIn(text);
      let rebuilt = '';
      let from = 0;
      for (const { start, end } of findings) {
        assert.ok(start >= from && end > start && end <= text.length);
        const quote = quoteOf({ start, end });
        rebuilt += `${text.slice(from, start)}${quote}[REDACTED]${quote}`;
        from = end;
      }
      assert.equal(redacted, rebuilt + text.slice(from));
    });
  });

  it('lengthens a text no more than the limits allow for, in characters and in bytes', () => {
    holds((text) => {
      const { text: redacted } = redact(text);
      assert.ok(redacted.length <= text.length * MAX_GROWTH + 12);
      const bytes = Buffer.byteLength(text.toWellFormed());
      assert.ok(Buffer.byteLength(redacted.toWellFormed()) <= bytes * MAX_GROWTH + 12);
    });
  });

  it('finds the same in a line whatever the lines around it', () => {
    holds((text) => {
      const line = text.replaceAll('\n', ' ');
      const [before, after] = ['2026-01-15 call me at\n', '\noffice fax 10.0'];
      const found = redact(before + line + after).findings;
      const moved = redact(line).findings.map(({ kind, start, end }) => ({
        kind,
        start: start + before.length,
        end: end + before.length,
      }));
      assert.deepEqual(found, moved);
    }, 5_000);
  });

  for (const [name, piece] of HOSTILE) {
    it(`does twice the work for twice as much of ${name}, and not more`, () => {
      const work = (length: number): number => {
        const before = meter.steps;
        redact(piece.repeat(Math.ceil(length / piece.length)).slice(0, length));
        return meter.steps - before;
      };
      const single = work(20_000);
      const double = work(40_000);
      assert.ok(double <= single * 2.3, `${single} and ${double} steps`);
      assert.ok(single <= 20_000 * 400, `${single} steps for 20,000 characters`);
    });
  }

  it('does twice the work for twice the text with every kind and with hashes', () => {
    const options = {
      kinds: byKind(() => true),
      label: 'hash',
      hashKey: Buffer.alloc(32),
    } as const;
    for (const [name, piece] of HOSTILE) {
      const work = (length: number): number => {
        const before = meter.steps;
        redact(piece.repeat(Math.ceil(length / piece.length)).slice(0, length), options);
        return meter.steps - before;
      };
      const single = work(5_000);
      const double = work(10_000);
      assert.ok(double <= single * 2.3 + 200, `${name}: ${single} and ${double} steps`);
    }
  });

  it('finds every one of many addresses in a megabyte', () => {
    const line = 'User 555-0199 wrote to ann@example.com. ';
    const { findings } = redact(line.repeat(26_000));
    assert.equal(findings.length, 52_000);
  });

  for (const text of ['', 'a', '1', '@', ':', '\u0000', '\ud83d', '\udc00', '🧯', '\u200b', '１']) {
    it(`leaves ${JSON.stringify(text)} as it is`, () => {
      assert.deepEqual(redact(text), { text, findings: [] });
    });
  }

  for (const [name, text, expected] of [
    ['full-width digits', 'card ４１１１１１１１１１１１１１１１ ok', 'card [REDACTED] ok'],
    ['Arabic-Indic digits', 'هاتف ٠٢٠ ٧٩٤٦ ٠٩٥٨', 'هاتف [REDACTED]'],
    ['mathematical digits', 'x 𝟓𝟓𝟓-𝟎𝟏𝟗𝟗 y', 'x [REDACTED] y'],
    ['keycaps', '5️⃣5️⃣5️⃣-0️⃣1️⃣9️⃣9️⃣ ok', '[REDACTED] ok'],
    ['characters without a width', 'a 55\u200b5-01\u206099 b', 'a [REDACTED] b'],
    ['spaces that do not break', 'c 4111\u00a01111\u202f1111\u00a01111 d', 'c [REDACTED] d'],
    ['typographic dashes', 'e 123–45–6789, 555—0199', 'e [REDACTED], [REDACTED]'],
    ['emoji between digits', 'f 4111🔥1111🔥1111🔥1111 g', 'f [REDACTED] g'],
    ['emoji around them', '🧯555-0199🧯', '🧯[REDACTED]🧯'],
    ['NUL around them', '\u0000555-0199\u0000', '\u0000[REDACTED]\u0000'],
    ['lone surrogates around them', '\ud83d555-0199\udc00', '\ud83d[REDACTED]\udc00'],
    ['a full-width at sign', 'ann＠example.com', '[REDACTED]'],
  ] as const) {
    it(`reads ${name} as a person does, and leaves the text around`, () => {
      assert.equal(redact(text).text, expected);
    });
  }

  it('labels, switches kinds off, and says so in its version', () => {
    const text = 'ann@example.com from 10.0.0.1';
    assert.equal(redact(text, { label: 'kind' }).text, '[REDACTED:email] from [REDACTED:ip]');
    assert.equal(redact(text, { kinds: { ip: false } }).text, '[REDACTED] from 10.0.0.1');
    assert.equal(redactorVersion(), REDACTOR_VERSION);
    assert.equal(redactorVersion({ kinds: { ip: true, mac: false } }), REDACTOR_VERSION);
    const ownVersion = new RegExp(`^${REDACTOR_VERSION}\\+[0-9a-f]{8}$`);
    assert.match(redactorVersion({ kinds: { ip: false } }), ownVersion);
    assert.notEqual(redactorVersion({ kinds: { ip: false } }), redactorVersion({ label: 'kind' }));
  });
});
