import { isUtf8 } from 'node:buffer';

import { isMostlyText } from './mostly-text.js';

/** A field of a protobuf message. https://protobuf.dev/programming-guides/encoding/ */
export interface Field {
  id: number;
  wire: number;
  /** The offsets of its tag, of its content, and of its end. */
  at: number;
  start: number;
  end: number;
  /** Whether the message ends before the field does, or no field begins here: `end` is the message's. */
  isCut: boolean;
}

export const [VARINT, FIXED_64, LENGTH, FIXED_32] = [0, 1, 2, 5];

/** The fields of a message; if it is cut off, so is its last field. Groups count as cut off. */
export function* fieldsIn(message: Buffer): Generator<Field> {
  for (let at = 0; at < message.length;) {
    const start = endOfVarint(message, at);
    const tag = readVarint(message, at, start);
    const [id, wire] = [Math.floor(tag / 8), tag % 8];
    const content = id > 0 ? contentAt(message, start, wire) : undefined;
    const isCut = content === undefined || content.end > message.length;
    const end = isCut ? message.length : content.end;
    yield { id, wire, at, start: Math.min(content?.start ?? start, message.length), end, isCut };
    at = end;
  }
}

function contentAt(
  message: Buffer,
  start: number,
  wire: number,
): { start: number; end: number } | undefined {
  if (wire === FIXED_64) return { start, end: start + 8 };
  if (wire === FIXED_32) return { start, end: start + 4 };
  const end = endOfVarint(message, start);
  if (wire === VARINT) return { start, end };
  return wire === LENGTH ? { start: end, end: end + readVarint(message, start, end) } : undefined;
}

/** Beyond the message if the varint is cut off or longer than any can be. */
function endOfVarint(bytes: Buffer, from: number): number {
  for (let at = from; at < from + 10; at += 1) {
    const byte = bytes[at];
    if (byte === undefined) return bytes.length + 1;
    if (byte < 0x80) return at + 1;
  }
  return bytes.length + 1;
}

/** A number is exact for tags, and for every length that fits a body. */
function readVarint(bytes: Buffer, from: number, end: number): number {
  let value = 0;
  for (let at = Math.min(end, bytes.length) - 1; at >= from; at -= 1) {
    value = value * 0x80 + ((bytes[at] ?? 0) & 0x7f);
  }
  return value;
}

/**
 * The complete part of a message that is cut off: its complete fields and, if the last one's id is
 * among the first of `lists`, the complete part of that one, with the rest of `lists`.
 */
export function wholePart(message: Buffer, ...lists: readonly (readonly number[])[]): Buffer {
  const [ids = [], ...inner] = lists;
  // A part for each of its millions of fields would take many times their size.
  let whole = 0;
  for (const { id, wire, start, end, isCut } of fieldsIn(message)) {
    if (!isCut) whole = end;
    else if (wire === LENGTH && ids.includes(id)) {
      const content = wholePart(message.subarray(start), ...inner);
      const head = [writeVarint((id << 3) | LENGTH), writeVarint(content.length)];
      return Buffer.concat([message.subarray(0, whole), ...head, content]);
    }
  }
  return message.subarray(0, whole);
}

function writeVarint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return Buffer.from([...bytes, rest]);
}

/** An unknown field as an attribute: a name made of its id, and a value guessed from its bytes. */
export function unknownField(id: number, wire: number, content: Buffer): [string, unknown] {
  return [`field_${id}`, valueOf(wire, content)];
}

function valueOf(wire: number, content: Buffer): unknown {
  if (wire === VARINT) return plainNumber(readLong(content));
  if (wire === FIXED_64 && content.length === 8) return plainNumber(content.readBigUInt64LE());
  if (wire === FIXED_32 && content.length === 4) return content.readUInt32LE();
  const isText = isUtf8(content) || isMostlyText(content);
  return content.toString(isText ? 'utf8' : 'base64');
}

function readLong(varint: Buffer): bigint {
  let value = 0n;
  for (const byte of varint.toReversed()) value = (value << 7n) | BigInt(byte & 0x7f);
  return BigInt.asUintN(64, value);
}

function plainNumber(value: bigint): number | string {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : String(value);
}
