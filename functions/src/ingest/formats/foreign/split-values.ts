import type { Span } from '../../reading/split-items.js';

const [QUOTE, BACKSLASH, NEWLINE] = [0x22, 0x5c, 0x0a];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * JSON objects and arrays one after another, with or without white space between them, found by
 * their brackets and quotes. What is outside of brackets goes by lines.
 */
export function* splitValues(body: Buffer): Generator<Span> {
  let start = -1;
  let depth = 0;
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at];
    if (start === -1 && !isSpace(byte)) start = at;
    if (byte === QUOTE && depth > 0) {
      at = endOfString(body, at);
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      if (depth === 0 && start !== -1 && start < at) {
        yield { start, end: at };
        start = at;
      }
      depth += 1;
    } else if ((byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) && depth > 0) {
      depth -= 1;
      if (depth === 0) {
        yield { start, end: at + 1 };
        start = -1;
      }
    } else if (byte === NEWLINE && depth === 0 && start !== -1) {
      yield { start, end: at };
      start = -1;
    }
  }
  if (start !== -1) yield { start, end: body.length };
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

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === NEWLINE || byte === 0x0d || byte === 0x09;
}
