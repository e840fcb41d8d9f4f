import { isAscii, isUtf8 } from 'node:buffer';

/**
 * A body in UTF-8, whatever its charset: that of its byte order mark, UTF-16 if its first bytes show
 * that, UTF-8 if it is valid, or the one that its media type names. Bytes that are valid in none are
 * left to become U+FFFD.
 */
export function toUtf8(body: Buffer, charset: string | undefined): Buffer {
  const marked = markedCharset(body);
  if (marked !== undefined) return decode(body, marked) ?? body;
  if (charset === undefined || UTF8.has(charset)) return body;
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
  try {
    const decoder = new TextDecoder(charset);
    const text = decoder.decode(body);
    return Buffer.from(decoder.encoding === 'windows-1252' ? withoutC1(text) : text);
  } catch {
    return undefined;
  }
}

/** Windows' characters where Latin 1, which is what Node decodes, has controls. https://encoding.spec.whatwg.org/index-windows-1252.txt */
const C1 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

function withoutC1(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replaceAll(/[\u0080-\u009f]/g, (code) => C1.charAt(code.charCodeAt(0) - 0x80));
}
