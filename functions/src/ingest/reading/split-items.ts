import { BadJson } from './parse-json.js';

/** Where an item lies in a body, in bytes; the end is behind it. */
export interface Span {
  start: number;
  end: number;
}

const [QUOTE, COMMA, BACKSLASH] = [0x22, 0x2c, 0x5c];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/** The lines of NDJSON that are not blank. Their ends may be `\n` or `\r\n`. */
export function* splitLines(body: Buffer): Generator<Span> {
  for (let start = 0; start < body.length;) {
    const newline = body.indexOf(0x0a, start);
    const end = newline === -1 ? body.length : newline;
    if (skipSpace(body, start, end) < end) yield { start, end };
    start = end + 1;
  }
}

/** Whether the body begins as a JSON array. */
export function beginsArray(body: Buffer): boolean {
  return body[skipSpace(body, 0, body.length)] === OPEN_ARRAY;
}

/**
 * The items of a JSON array, found by their brackets and quotes: each is then parsed by itself, so
 * that a large array is never in memory as a whole and a bad item takes no other with it. Throws
 * {@link BadJson} where the array itself is broken.
 */
export function* splitArray(body: Buffer): Generator<Span> {
  let at = skipSpace(body, 0, body.length) + 1;
  let start = skipSpace(body, at, body.length);
  if (body[start] === CLOSE_ARRAY) {
    refuseMore(body, start + 1);
    return;
  }
  let depth = 0;
  for (at = start; at < body.length; at += 1) {
    const byte = body[at];
    if (byte === QUOTE) {
      at = endOfString(body, at);
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      depth += 1;
    } else if (depth > 0) {
      if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) depth -= 1;
    } else if (byte === COMMA || byte === CLOSE_ARRAY) {
      if (skipSpace(body, start, at) === at) throw syntaxError(at);
      yield { start, end: at };
      if (byte === CLOSE_ARRAY) {
        refuseMore(body, at + 1);
        return;
      }
      start = at + 1;
    } else if (byte === CLOSE_OBJECT) {
      throw syntaxError(at);
    }
  }
  throw new BadJson('is not valid JSON: the array does not end, as if it was cut off');
}

/** The closing quote, or the end of the body. */
function endOfString(body: Buffer, open: number): number {
  for (let quote = body.indexOf(QUOTE, open + 1); quote !== -1;) {
    let slashes = quote;
    while (body[slashes - 1] === BACKSLASH) slashes -= 1;
    if ((quote - slashes) % 2 === 0) return quote;
    quote = body.indexOf(QUOTE, quote + 1);
  }
  return body.length;
}

/** RFC 8259, section 2, and a byte order mark, which section 8.1 lets us ignore. */
function skipSpace(body: Buffer, from: number, end: number): number {
  let at = from === 0 && body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? 3 : from;
  while (at < end && isSpace(body[at])) at += 1;
  return at;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function refuseMore(body: Buffer, from: number): void {
  const at = skipSpace(body, from, body.length);
  if (at < body.length) throw syntaxError(at);
}

function syntaxError(at: number): BadJson {
  return new BadJson(`is not valid JSON: a syntax error at byte ${at}`);
}
