import { isUtf8 } from 'node:buffer';

import protobuf from 'protobufjs/light.js';

import { MAX_UNKNOWN_FIELDS } from '../../../limits.js';
import { LENGTH, unknownField } from './protobuf-fields.js';

/** The request contains more than we decode. */
export class TooManyValues extends Error {
  override name = 'TooManyValues';
}

/** The result of decoding; `undefined` for bytes that are not such a message. Throws {@link TooManyValues}. */
export function decodedIfAny<T>(decode: () => T): T | undefined {
  try {
    return decode();
  } catch (error) {
    if (error instanceof TooManyValues) throw error;
    return undefined;
  }
}

/** Unknown fields, as attributes. */
export type Unknown = [name: string, value: unknown][];

/** Counts what all readers of one request read, and stops them at the limits. */
export class Meter {
  private reads = 0;
  private items = 0;
  private unknown = 0;
  private readonly most: { reads: number; items: number };

  constructor(most: { reads: number; items: number }) {
    this.most = most;
  }

  /** A field takes two reads: its tag, and its value or length. */
  countReads(reads: number): void {
    this.reads += reads;
    if (this.reads > this.most.reads) throw new TooManyValues();
  }

  countItem(): void {
    this.items += 1;
    if (this.items > this.most.items) throw new TooManyValues();
  }

  countUnknown(): void {
    this.unknown += 1;
    if (this.unknown > MAX_UNKNOWN_FIELDS) throw new TooManyValues();
  }
}

/** Stops before a small body becomes a large object; records invalid UTF-8 and unknown fields. */
export class BoundedReader extends protobuf.BufferReader {
  isRepaired = false;
  readonly unknown: Unknown = [];

  protected readonly meter: Meter;
  private last = 0;
  private isSkipping = false;

  constructor(body: Uint8Array, meter: Meter) {
    super(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
    this.meter = meter;
  }

  // Each field's tag and length is read here.
  override uint32(): number {
    this.meter.countReads(1);
    this.last = super.uint32();
    return this.last;
  }

  override string(): string {
    const bytes = Buffer.from(super.bytes());
    if (!isUtf8(bytes)) this.isRepaired = true;
    return bytes.toString('utf8');
  }

  // Called after the tag of an unknown field, and by itself for the fields of a group.
  override skipType(wireType: number, depth?: number): this {
    if (this.isSkipping) return this.skipOne(wireType, depth);
    const id = this.last >>> 3;
    const start = this.pos;
    this.isSkipping = true;
    this.skipOne(wireType, depth);
    this.isSkipping = false;
    this.meter.countUnknown();
    const bytes = Buffer.from(this.buf.buffer, this.buf.byteOffset + start, this.pos - start);
    const content = wireType === LENGTH ? bytes.subarray(lengthBytes(bytes)) : bytes;
    this.unknown.push(unknownField(id, wireType, content));
    return this;
  }

  private skipOne(wireType: number, depth: number | undefined): this {
    SKIP.call(this, wireType, depth);
    return this;
  }
}

/** Its types omit the depth, which bounds nested groups. */
const SKIP: (this: protobuf.Reader, wireType: number, depth?: number) => unknown =
  // oxlint-disable-next-line typescript/unbound-method
  protobuf.Reader.prototype.skipType;

function lengthBytes(bytes: Buffer): number {
  let at = 0;
  while ((bytes[at] ?? 0) >= 0x80) at += 1;
  return at + 1;
}

/** Reads a group of logs, which stay bytes. Counts them: two bytes of a body can be a log. */
export class GroupReader extends BoundedReader {
  override bytes(): Uint8Array {
    this.meter.countItem();
    return super.bytes();
  }
}
