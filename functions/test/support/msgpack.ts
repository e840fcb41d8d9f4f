import { encode, ExtData } from '@msgpack/msgpack';

/** Values in msgpack, one after another. */
export function pack(...values: unknown[]): Buffer {
  return Buffer.concat(values.map((value) => encode(value, { useBigInt64: true })));
}

/** A time as Fluent Bit and fluentd pack it. */
export function eventTime(seconds: number, nanos: number): ExtData {
  const data = Buffer.alloc(8);
  data.writeUInt32BE(seconds, 0);
  data.writeUInt32BE(nanos, 4);
  return new ExtData(0, data);
}
