import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { redact } from '../../src/redact/index.js';

const PIECES = [
  ['555-0199', '4111111111111111', '123-45-6789', 'ann@example.com', '+442079460958'],
  ['1', '55', '0199', '-', '–', '.', ' ', '(', ')', '+', '@', ':', '/', ',', '[', ']', '#'],
  ['a', 'ß', '🧯', '\ud83d', '\u0000', 'com', '[REDACTED]', 'phone=', 'ssn:', 'x', '\n'],
].flat();

/** Text of what numbers and addresses are made of, where detectors could slip. */
const pieces = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 24 })
  .map((parts) => parts.join(''));

const anyText = fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 60 }));

describe('redact', () => {
  it('changes nothing when it redacts twice', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = redact(text).text;
        assert.equal(redact(once).text, once);
      }),
      { numRuns: 5_000 },
    );
  });

  it('keeps the text around the findings, which are in order and apart', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { text: redacted, findings } = redact(text);
        let rebuilt = '';
        let from = 0;
        for (const { start, end } of findings) {
          assert.ok(start >= from && end > start && end <= text.length);
          rebuilt += `${text.slice(from, start)}[REDACTED]`;
          from = end;
        }
        assert.equal(redacted, rebuilt + text.slice(from));
      }),
      { numRuns: 5_000 },
    );
  });

  for (const [name, piece] of [
    ['dashed digits', '1-'],
    ['spaced digits', '1 '],
    ['digits', '7'],
    ['addresses without an end', 'a@'],
    ['labels without an end', 'a.'],
    ['labels after an at sign', 'a.a@'],
    ['letters', 'a'],
    ['brackets', '('],
    ['country codes', '+1 '],
    ['card-like groups', '4111 '],
    ['spaces', ' '],
    ['keys', 'phone='],
    ['pairs of surrogates', '🧯'],
  ] as const) {
    it(`gets through 200 KB of ${name}`, () => {
      const text = piece.repeat(200_000 / piece.length);
      assert.equal(typeof redact(text).text, 'string');
    });
  }

  it('finds every one of many', () => {
    const { findings } = redact('User 555-0199 wrote to ann@example.com. '.repeat(1_000));
    assert.equal(findings.length, 2_000);
  });
});
