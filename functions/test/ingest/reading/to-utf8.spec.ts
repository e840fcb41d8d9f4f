import assert from 'node:assert/strict';
import { isUtf8 } from 'node:buffer';

import { toUtf8 } from '../../../src/ingest/reading/to-utf8.js';

const TEXT = '{"text":"Grüße"}';
const utf16be = Buffer.from(`\ufeff${TEXT}`, 'utf16le').swap16();

describe('toUtf8', () => {
  for (const [name, body, charset] of [
    ['UTF-8', Buffer.from(TEXT), undefined],
    ['UTF-8 that its sender calls Latin 1', Buffer.from(TEXT), 'iso-8859-1'],
    ['Latin 1', Buffer.from(TEXT, 'latin1'), 'iso-8859-1'],
    [
      'UTF-16 with a byte order mark, as PowerShell writes it',
      Buffer.from(`\ufeff${TEXT}`, 'utf16le'),
      undefined,
    ],
    ['UTF-16 of the other order', utf16be, 'utf-8'],
    ['UTF-16 without a mark', Buffer.from(TEXT, 'utf16le'), 'utf-16le'],
    ['UTF-8 that its sender calls UTF-16', Buffer.from(TEXT), 'utf-16'],
  ] as const) {
    it(`reads ${name}`, () => assert.equal(toUtf8(body, charset).toString(), TEXT));
  }

  for (const [name, body] of [
    ['the order of most machines', Buffer.from(TEXT, 'utf16le')],
    ['the other order', Buffer.from(TEXT, 'utf16le').swap16()],
  ] as const) {
    it(`recognises UTF-16 JSON by its first bytes in ${name}`, () => {
      assert.equal(toUtf8(body, undefined).toString(), TEXT);
    });
  }

  it('reads the characters that Windows has in place of Latin 1’s controls', () => {
    const body = Buffer.from([0x80, 0x93, 0xe4, 0x94, 0x81]);
    for (const charset of ['windows-1252', 'iso-8859-1']) {
      assert.equal(toUtf8(body, charset).toString(), '€“ä”\u0081');
    }
  });

  it('reads a text in UTF-16, and an ASCII one that its sender calls UTF-16', () => {
    assert.equal(toUtf8(Buffer.from('测试', 'utf16le'), 'utf-16').toString(), '测试');
    assert.equal(toUtf8(Buffer.from('disk full'), 'utf-16').toString(), 'disk full');
  });

  for (const charset of ['shift_jis', 'cp932', 'windows-31j']) {
    it(`reads Japanese in ${charset}`, () => {
      const body = Buffer.from('8365835883672083478389815b', 'hex');
      assert.equal(toUtf8(body, charset).toString(), 'テスト エラー');
    });
  }

  it('reads charsets under names that Node does not know', () => {
    for (const charset of ['latin-1', 'ansi', 'windows1252']) {
      assert.equal(toUtf8(Buffer.from('Käse', 'latin1'), charset).toString(), 'Käse');
    }
  });

  it('detects the byte order of UTF-16 without a mark', () => {
    const body = Buffer.from('Käse 测试', 'utf16le');
    for (const charset of ['utf-16', 'utf16', 'utf_16']) {
      assert.equal(toUtf8(body, charset).toString(), 'Käse 测试');
      assert.equal(toUtf8(Buffer.from(body).swap16(), charset).toString(), 'Käse 测试');
    }
  });

  for (const [charset, body] of [
    ['utf-16', Buffer.from('fffe610000d86200', 'hex')],
    ['shift_jis', Buffer.from([0x61, 0xff, 0x62, 0x81, 0x83])],
  ] as const) {
    it(`leaves bytes that are invalid in ${charset} invalid, so that they are reported`, () => {
      const utf8 = toUtf8(body, charset);
      assert.ok(!isUtf8(utf8));
      assert.match(utf8.toString(), /^a\ufffdb/);
    });
  }

  it('leaves a body in an unknown charset unchanged', () => {
    const body = Buffer.from([0x61, 0xff]);
    assert.equal(toUtf8(body, 'klingon'), body);
  });
});
