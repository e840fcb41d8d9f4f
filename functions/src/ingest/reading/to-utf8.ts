import { isAscii, isUtf8 } from 'node:buffer';

/**
 * A body in UTF-8, whatever charset it is in: that of its byte order mark, UTF-8 where it is that, or
 * the one that its media type names. What is in none is left for U+FFFD to stand in its place.
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
 * JSON in UTF-16 has a NUL in each of its own characters. Without one, what begins as JSON, or is
 * plain ASCII with a space in it, is UTF-8; other texts, as Chinese ones, may be valid in both.
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
  return undefined;
}

/** `undefined` for a charset that nobody knows. */
function decode(body: Buffer, charset: string): Buffer | undefined {
  try {
    return Buffer.from(new TextDecoder(charset).decode(body));
  } catch {
    return undefined;
  }
}
