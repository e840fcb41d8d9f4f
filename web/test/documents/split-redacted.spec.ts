import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { redact } from '../../../functions/src/redact/index.js';
import { splitRedacted } from '../../src/documents/split-redacted.js';

describe('a redacted text in pieces', () => {
  it('is cut where the redactor put its markers', () => {
    assert.deepEqual(splitRedacted(redact('call 555-0199 or ann@example.com!').text), [
      { text: 'call ', redacted: false },
      { text: '[REDACTED]', redacted: true },
      { text: ' or ', redacted: false },
      { text: '[REDACTED]', redacted: true },
      { text: '!', redacted: false },
    ]);
  });

  it('tells kinds where the markers do', () => {
    assert.deepEqual(splitRedacted('[REDACTED:email][REDACTED:card]'), [
      { text: '[REDACTED:email]', redacted: true, kind: 'email' },
      { text: '[REDACTED:card]', redacted: true, kind: 'card' },
    ]);
  });

  for (const text of ['', 'nothing', '[redacted]', '[REDACTED', '[REDACTED:]', '[REDACTED:a b]']) {
    it(`leaves ${JSON.stringify(text)} whole`, () => {
      assert.deepEqual(splitRedacted(text), text === '' ? [] : [{ text, redacted: false }]);
    });
  }

  it('is the text again when put together', () => {
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
