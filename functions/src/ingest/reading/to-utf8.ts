import { isAscii, isUtf8 } from 'node:buffer';

/**
 * A body in UTF-8, whatever its charset: that of its byte order mark, UTF-16 if its first bytes show
 * that, UTF-8 if it is valid, or the one that its media type names. Bytes that are valid in none are
 * left invalid, to become U+FFFD and be reported.
 */
export function toUtf8(body: Buffer, named: string | undefined): Buffer {
  const marked = markedCharset(body);
  if (marked !== undefined) return decode(body, marked) ?? body;
  if (named === undefined || UTF8.has(named)) return body;
  const charset = usualName(named, body);
  // Many clients name a charset and send UTF-8.
  const isMislabelled = charset.startsWith('utf-16') ? isNoUtf16(body) : isUtf8(body);
  return isMislabelled ? body : (decode(body, charset) ?? body);
}

/**
 * JSON in UTF-16 has a NUL in each of its own characters. Without one, a body that begins as JSON, or
 * is plain ASCII with a space in it, is UTF-8; other texts, such as Chinese, may be valid in both.
 */
function isNoUtf16(body: Buffer): boolean {
  if (body.includes(0) || !isUtf8(body)) return false;
  return JSON_OPENINGS.has(body[0]) || (isAscii(body) && body.includes(' '));
}

const JSON_OPENINGS = new Set<number | undefined>(Buffer.from('{["'));

const UTF8 = new Set(['utf-8', 'utf8', 'us-ascii', 'ascii']);

/** Names that clients use but decoders do not know. */
const ALIASES: Readonly<Record<string, string>> = {
  'latin-1': 'latin1',
  'latin-9': 'iso-8859-15',
  latin9: 'iso-8859-15',
  ansi: 'windows-1252',
  'cp-1252': 'windows-1252',
  utf16: 'utf-16',
  utf16le: 'utf-16le',
  utf16be: 'utf-16be',
  cp932: 'shift_jis',
  'windows-932': 'shift_jis',
  cp936: 'gbk',
  cp949: 'euc-kr',
  cp950: 'big5',
};

function usualName(charset: string, body: Buffer): string {
  const known = Object.hasOwn(ALIASES, charset) ? ALIASES[charset] : undefined;
  const name = known ?? charset.replace(/^windows-?(?=\d)/, 'windows-').replace(/^utf_/, 'utf-');
  return name === 'utf-16' && isBigEndian(body) ? 'utf-16be' : name;
}

/** How much of a text in UTF-16 without a mark to check for its byte order. */
const ORDER_SAMPLE_BYTES = 1024;

/** Whether the high bytes of UTF-16 come first; those of ASCII are NUL. */
function isBigEndian(body: Buffer): boolean {
  let [even, odd] = [0, 0];
  for (let at = 0; at < Math.min(body.length, ORDER_SAMPLE_BYTES); at += 1) {
    if (body[at] !== 0) continue;
    if (at % 2 === 0) even += 1;
    else odd += 1;
  }
  return even > odd;
}

function markedCharset(body: Buffer): string | undefined {
  if (body[0] === 0xff && body[1] === 0xfe) return 'utf-16le';
  if (body[0] === 0xfe && body[1] === 0xff) return 'utf-16be';
  // JSON without a mark: RFC 4627, section 3.
  if (body[1] === 0 && JSON_OPENINGS.has(body[0])) return 'utf-16le';
  if (body[0] === 0 && JSON_OPENINGS.has(body[1])) return 'utf-16be';
  return undefined;
}

/** `undefined` for an unknown charset. */
function decode(body: Buffer, charset: string): Buffer | undefined {
  const lenient = decoderOf(charset, false);
  if (lenient === undefined) return undefined;
  const { encoding } = lenient;
  try {
    return asBytes(decoderOf(charset, true)?.decode(body) ?? '', encoding);
  } catch {
    return withInvalid(asBytes(lenient.decode(body), encoding));
  }
}

function decoderOf(charset: string, fatal: boolean) {
  try {
    return new TextDecoder(charset, { fatal });
  } catch {
    return undefined;
  }
}

function asBytes(text: string, encoding: string): Buffer {
  return Buffer.from(encoding === 'windows-1252' ? withoutC1(text) : text);
}

const REPLACEMENT = Buffer.from('\ufffd');

/** Turns each U+FFFD into invalid UTF-8, so that it is noticed where UTF-8 is checked. */
function withInvalid(utf8: Buffer): Buffer {
  const [first, second, third] = REPLACEMENT;
  // Byte by byte: a search for each of millions would be expensive.
  for (let at = utf8.indexOf(REPLACEMENT); at !== -1 && at < utf8.length; at += 1) {
    if (utf8[at] !== first || utf8[at + 1] !== second || utf8[at + 2] !== third) continue;
    // A head whose rest is missing is read as one U+FFFD.
    utf8[at] = 0xf0;
    utf8[at + 1] = 0x9f;
    utf8[at + 2] = 0xbf;
  }
  return utf8;
}

/** Windows' characters where Latin 1, which is what Node decodes, has controls. https://encoding.spec.whatwg.org/index-windows-1252.txt */
const C1 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

function withoutC1(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replaceAll(/[\u0080-\u009f]/g, (code) => C1.charAt(code.charCodeAt(0) - 0x80));
}
