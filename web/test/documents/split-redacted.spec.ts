import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { redact } from '../../../functions/src/redact/index.js';
import { splitRedacted } from '../../src/documents/split-redacted.js';

describe('a redacted text in pieces', () => {
  it('is cut where the redactor put its markers', () => {
    assert.deepEqual(splitRedacted(redact('call 555-0199 or ann@example.com!').text), [
      { is: 'text', text: 'call ' },
      { is: 'redacted', text: '[REDACTED]' },
      { is: 'text', text: ' or ' },
      { is: 'redacted', text: '[REDACTED]' },
      { is: 'text', text: '!' },
    ]);
  });

  it('gives the kinds if the markers name them', () => {
    assert.deepEqual(splitRedacted('[REDACTED:email][REDACTED:card]'), [
      { is: 'redacted', text: '[REDACTED:email]', kind: 'email' },
      { is: 'redacted', text: '[REDACTED:card]', kind: 'card' },
    ]);
  });

  it('recognises a hash and the last digits of a card as markers', () => {
    const options = {
      markers: { email: 'hash', card: 'last4' },
      hashKey: Buffer.alloc(32),
    } as const;
    const { text } = redact('ann@example.com 4111111111111111', options);
    const pieces = splitRedacted(text);
    assert.deepEqual(
      pieces.map((piece) => (piece.is === 'redacted' ? piece.kind : piece.text)),
      ['email', ' ', 'card'],
    );
  });

  it('shows direction controls, and leaves letters of any direction alone', () => {
    assert.deepEqual(splitRedacted('a\u202Eb\u2069'), [
      { is: 'text', text: 'a' },
      { is: 'direction', text: '\u202E', code: 'U+202E' },
      { is: 'text', text: 'b' },
      { is: 'direction', text: '\u2069', code: 'U+2069' },
    ]);
    assert.deepEqual(splitRedacted('שלום مرحبا'), [{ is: 'text', text: 'שלום مرحبا' }]);
  });

  for (const text of ['', 'nothing', '[redacted]', '[REDACTED', '[REDACTED:]', '[REDACTED:a b]']) {
    it(`leaves ${JSON.stringify(text)} whole`, () => {
      assert.deepEqual(splitRedacted(text), text === '' ? [] : [{ is: 'text', text }]);
    });
  }

  it('yields the text again when joined', () => {
    const part = fc.oneof(fc.string(), fc.constantFrom('[REDACTED]', '[REDACTED:ip]', '[', ']'));
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const text = parts.join('');
        assert.equal(
          splitRedacted(text)
            .map((piece) => piece.text)
            .join(''),
          text,
        );
      }),
    );
  });
});
