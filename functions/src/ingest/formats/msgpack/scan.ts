import { MAX_MSGPACK_DEPTH, MAX_MSGPACK_SKIPPED_DEPTH } from '../../../limits.js';

/** What is wrong with a body of msgpack. */
export class BadMsgpack extends Error {
  override name = 'BadMsgpack';
}

/** It has more values than the scan was allowed to meet. */
export class TooManyValues extends BadMsgpack {
  override name = 'TooManyValues';
}

/** Bytes of the lengths that follow a head of this kind, and what they count. */
type Lengths = Readonly<
  Record<number, readonly [bytes: number, counts: 'bytes' | 'values' | 'pairs']>
>;

/** https://github.com/msgpack/msgpack/blob/master/spec.md */
const LENGTHS: Lengths = {
  0xc4: [1, 'bytes'],
  0xc5: [2, 'bytes'],
  0xc6: [4, 'bytes'],
  0xd9: [1, 'bytes'],
  0xda: [2, 'bytes'],
  0xdb: [4, 'bytes'],
  0xdc: [2, 'values'],
  0xdd: [4, 'values'],
  0xde: [2, 'pairs'],
  0xdf: [4, 'pairs'],
};

/** Bytes of an extension's length; its type is one byte more. */
const EXTENSIONS: Readonly<Record<number, number>> = { 0xc7: 1, 0xc8: 2, 0xc9: 4 };

/** Bytes of what has a fixed size, extensions with their type. */
const FIXED: Readonly<Record<number, number>> = {
  // nil, false, true
  0xc0: 0,
  0xc2: 0,
  0xc3: 0,
  // float
  0xca: 4,
  0xcb: 8,
  // uint, int
  0xcc: 1,
  0xcd: 2,
  0xce: 4,
  0xcf: 8,
  0xd0: 1,
  0xd1: 2,
  0xd2: 4,
  0xd3: 8,
  // fixext
  0xd4: 2,
  0xd5: 3,
  0xd6: 5,
  0xd7: 9,
  0xd8: 17,
};

/** Where a value is in a body, and how many values it contains, including itself. */
export interface ScannedValue {
  start: number;
  end: number;
  values: number;
  /** Whether it is nested too deeply to be decoded; what follows it can still be read. */
  isTooDeep: boolean;
}

/** The result of a scan; `undefined` if it meets invalid msgpack. */
export function unlessBad<T>(scan: () => T): T | undefined {
  try {
    return scan();
  } catch (error) {
    if (error instanceof BadMsgpack) return undefined;
    throw error;
  }
}

/** Line-oriented clients end each value with these; as values, they would be the numbers 10 and 13. */
const LINE_ENDS: ReadonlySet<number | undefined> = new Set([0x0a, 0x0d]);

/**
 * Where each value of a body ends, one after another, and how many values are in it. Nothing is made
 * of them: 5 bytes can claim 4 billion values. Throws {@link BadMsgpack}, and beyond `most` values
 * {@link TooManyValues}.
 */
export function* scanMsgpack(body: Buffer, most = Infinity): Generator<ScannedValue> {
  let left = most;
  for (let at = skipLineEnds(body, 0); at < body.length;) {
    const scanned = scanValue(body, at, left);
    yield scanned;
    left -= scanned.values;
    at = skipLineEnds(body, scanned.end);
  }
}

export function skipLineEnds(body: Buffer, from: number): number {
  let at = from;
  while (LINE_ENDS.has(body[at])) at += 1;
  return at;
}

/** Without recursion, since a body may be nested as deep as it is long. Throws {@link BadMsgpack}. */
export function scanValue(body: Buffer, start: number, most = Infinity): ScannedValue {
  const open: number[] = [];
  let at = start;
  let values = 0;
  let isTooDeep = false;
  for (let left = 1; left > 0;) {
    const { size, children } = readHead(body, at);
    at += size;
    values += 1;
    left -= 1;
    if (values > most) throw new TooManyValues('has too many values');
    // Each is a byte at least.
    if (at + children > body.length) throw new BadMsgpack('is cut off');
    if (children > 0) {
      if (open.length >= MAX_MSGPACK_DEPTH) isTooDeep = true;
      if (open.length === MAX_MSGPACK_SKIPPED_DEPTH) throw new BadMsgpack('is nested too deeply');
      open.push(left);
      left = children;
    }
    while (left === 0 && open.length > 0) left = open.pop() ?? 0;
  }
  return { start, end: at, values, isTooDeep };
}

/** Bytes of a value without those in it, and how many are in it. */
export function readHead(body: Buffer, at: number): { size: number; children: number } {
  const head = body[at];
  if (head === undefined) throw new BadMsgpack('is cut off');
  if (head <= 0x7f || head >= 0xe0) return { size: 1, children: 0 };
  if (head <= 0x8f) return { size: 1, children: (head & 0x0f) * 2 };
  if (head <= 0x9f) return { size: 1, children: head & 0x0f };
  if (head <= 0xbf) return { size: 1 + (head & 0x1f), children: 0 };
  const fixed = FIXED[head];
  if (fixed !== undefined) return { size: 1 + fixed, children: 0 };
  const extension = EXTENSIONS[head];
  if (extension !== undefined) {
    return { size: 2 + extension + readLength(body, at + 1, extension), children: 0 };
  }
  const lengths = LENGTHS[head];
  if (lengths === undefined) throw new BadMsgpack('has a byte that msgpack does not use');
  const [bytes, counts] = lengths;
  const length = readLength(body, at + 1, bytes);
  if (counts === 'bytes') return { size: 1 + bytes + length, children: 0 };
  return { size: 1 + bytes, children: counts === 'pairs' ? length * 2 : length };
}

function readLength(body: Buffer, at: number, bytes: number): number {
  if (at + bytes > body.length) throw new BadMsgpack('is cut off');
  return body.readUIntBE(at, bytes);
}

export function isArray(head = 0): boolean {
  return (head & 0xf0) === 0x90 || head === 0xdc || head === 0xdd;
}

export function isMap(head = 0): boolean {
  return (head & 0xf0) === 0x80 || head === 0xde || head === 0xdf;
}

/** Whether it is a string, or bytes, which some clients write instead. */
export function isText(head = 0): boolean {
  return (head & 0xe0) === 0xa0 || LENGTHS[head]?.[1] === 'bytes';
}

/** The bytes of a text, without its head and length. */
export function contentOf(body: Buffer, { start, end }: ScannedValue): Buffer {
  const [bytes] = LENGTHS[body[start] ?? 0] ?? [0];
  return body.subarray(start + 1 + bytes, end);
}
