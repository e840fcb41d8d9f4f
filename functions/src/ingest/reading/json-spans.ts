/** Where a value lies in a body, in bytes; the end is exclusive. */
export interface Span {
  start: number;
  end: number;
  /** `array`: one item of an array. `open`: it is not closed. */
  of: 'body' | 'array';
  isOpen?: boolean;
}

const [QUOTE, COMMA, BACKSLASH] = [0x22, 0x2c, 0x5c];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
const NEWLINE = 0x0a;
/** RFC 7464 has one before each value of a sequence. */
const RECORD_SEPARATOR = 0x1e;

/** The lines that are not blank. Their ends may be `\n` or `\r\n`. */
export function* splitLines(body: Buffer, from = 0): Generator<Span> {
  for (let start = from; ;) {
    // Skip all blank lines at once: a call for each would be expensive.
    const first = skipSpace(body, start, body.length);
    if (first === body.length) return;
    const newline = body.indexOf(NEWLINE, first);
    const end = newline === -1 ? body.length : newline;
    const isIndented = first > start;
    const begin = isIndented ? Math.max(start, body.lastIndexOf(NEWLINE, first) + 1) : start;
    const isMarked = body[begin] === RECORD_SEPARATOR;
    yield { start: isMarked ? begin + 1 : begin, end, of: 'body' };
    start = Math.min(end + 1, body.length);
  }
}

/**
 * The concatenated values of a JSON body, with or without white space, commas or record separators
 * between them, and the items of an array. They are found by brackets and quotes, so that each is parsed
 * separately and a bad one does not affect the others. Anything that is not JSON ends with its line.
 */
export function* splitValues(body: Buffer): Generator<Span> {
  const { length } = body;
  for (let at = skipBetween(body, 0); at < length; at = skipBetween(body, at)) {
    const byte = body[at];
    if (byte === OPEN_ARRAY) {
      at = yield* splitArray(body, at);
    } else {
      const end = endOfValue(body, at);
      yield {
        start: at,
        end: Math.min(end, length),
        of: 'body',
        ...(end > length && { isOpen: true }),
      };
      at = end;
    }
  }
}

/** Yields the items of the array that begins at `open`; returns where it ends. */
function* splitArray(body: Buffer, open: number): Generator<Span, number> {
  for (let at = skipBetween(body, open + 1); at < body.length;) {
    if (body[at] === CLOSE_ARRAY) return at + 1;
    const end = endOfItem(body, at);
    const isOpen = end >= body.length;
    yield { start: at, end: trimEnd(body, at, end), of: 'array', ...(isOpen && { isOpen }) };
    at = skipBetween(body, end);
  }
  return body.length;
}

/** The comma or bracket after an item, its own last bracket, or the end of the body. */
function endOfItem(body: Buffer, start: number): number {
  let depth = 0;
  for (let at = start; at < body.length; at += 1) {
    const byte = body[at];
    if (byte === QUOTE) {
      at = endOfString(body, at);
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      depth += 1;
    } else if (depth > 0) {
      if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) depth -= 1;
      // The comma between two may be missing.
      if (
        depth === 0 &&
        at + 1 < body.length &&
        isBegin(body[skipSpace(body, at + 1, body.length)])
      )
        return at + 1;
    } else if (byte === COMMA || byte === CLOSE_ARRAY) {
      return at;
    }
  }
  return body.length;
}

function isBegin(byte: number | undefined): boolean {
  return byte === OPEN_OBJECT || byte === OPEN_ARRAY;
}

/** Just past an object or string, or the end of the line of anything else; past the body if it is open. */
function endOfValue(body: Buffer, start: number): number {
  const first = body[start];
  if (first === QUOTE) return endOfString(body, start) + 1;
  if (first !== OPEN_OBJECT) {
    const newline = body.indexOf(NEWLINE, start);
    return newline === -1 ? body.length : newline;
  }
  let depth = 0;
  for (let at = start; at < body.length; at += 1) {
    const byte = body[at];
    if (byte === QUOTE) {
      at = endOfString(body, at);
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      depth += 1;
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return body.length + 1;
}

/** The closing quote, or the end of the body. */
function endOfString(body: Buffer, open: number): number {
  const quote = body.indexOf(QUOTE, open + 1);
  if (quote === -1) return body.length;
  let slashes = quote;
  while (body[slashes - 1] === BACKSLASH) slashes -= 1;
  if ((quote - slashes) % 2 === 0) return quote;
  // After an escaped quote, byte by byte: there may be millions, and a search for each is expensive.
  for (let at = quote + 1; at < body.length; at += 1) {
    const byte = body[at];
    if (byte === QUOTE) return at;
    if (byte === BACKSLASH) at += 1;
  }
  return body.length;
}

/** The first byte that is not white space, after a byte order mark; `undefined` if there is none. */
export function firstByte(body: Buffer): number | undefined {
  return body[skipSpace(body, 0, body.length)];
}

/** White space and what clients put between values: commas, NULs, form feeds, byte order marks. */
function skipBetween(body: Buffer, from: number): number {
  let at = skipSpace(body, from, body.length);
  for (;;) {
    const length = BETWEEN.has(body[at]) ? 1 : hasMark(body, at) ? 3 : 0;
    if (length === 0) return at;
    at = skipSpace(body, at + length, body.length);
  }
}

const BETWEEN: ReadonlySet<number | undefined> = new Set([COMMA, 0x00, 0x0b, 0x0c]);

/** RFC 8259, section 2, and a byte order mark, which section 8.1 lets us ignore. */
function skipSpace(body: Buffer, from: number, end: number): number {
  let at = from === 0 && hasMark(body) ? 3 : from;
  while (at < end && isSpace(body[at])) at += 1;
  return at;
}

/** A byte order mark in UTF-8. */
export function hasMark(body: Buffer, at = 0): boolean {
  return body[at] === 0xef && body[at + 1] === 0xbb && body[at + 2] === 0xbf;
}

function trimEnd(body: Buffer, start: number, end: number): number {
  let at = end;
  while (at > start && isSpace(body[at - 1])) at -= 1;
  return at;
}

function isSpace(byte: number | undefined): boolean {
  return (
    byte === 0x20 || byte === NEWLINE || byte === 0x0d || byte === 0x09 || byte === RECORD_SEPARATOR
  );
}
