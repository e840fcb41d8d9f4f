import { isUtf8 } from 'node:buffer';

import protobuf from 'protobufjs/light.js';

import { MAX_REQUEST_VALUES } from '../../../limits.js';

/** The message holds more than is decoded. */
export class TooManyValues extends Error {
  override name = 'TooManyValues';
}

/** Stops before a small body becomes a large object, and takes no text for another one. */
export class BoundedReader extends protobuf.BufferReader {
  private reads = 0;

  // Each field's tag and length is read here.
  override uint32(): number {
    this.reads += 1;
    if (this.reads > MAX_REQUEST_VALUES * 2) throw new TooManyValues();
    return super.uint32();
  }

  override string(): string {
    const bytes = Buffer.from(this.bytes());
    if (!isUtf8(bytes)) throw new Error('a string is not UTF-8');
    return bytes.toString('utf8');
  }
}
