import { isUtf8 } from 'node:buffer';

import {
  decodeTimestampExtension,
  Decoder,
  EXT_TIMESTAMP,
  ExtensionCodec,
  ExtData,
} from '@msgpack/msgpack';

import { isRecord } from '../../../lib/is-record.js';
import { mergeEntries, type Named } from '../foreign/attributes.js';

/** Fluentd's and Fluent Bit's time: seconds and nanoseconds, 32 bits each. */
const EVENT_TIME = 0;

/**
 * Returns a function that decodes one value as JSON: an integer beyond 2^53 becomes its digits, bytes
 * that are not text their Base64, a time nanoseconds since 1970. Pass it only values that were scanned.
 */
export function createDecode(): (bytes: Buffer) => unknown {
  const codec = new ExtensionCodec();
  codec.register({
    type: EVENT_TIME,
    encode: () => null,
    decode: (data) => {
      const view = Buffer.from(data);
      if (view.length !== 8) return bytesOf(data);
      const nanos = BigInt(view.readUInt32BE(0)) * 1_000_000_000n + BigInt(view.readUInt32BE(4));
      return String(nanos);
    },
  });
  codec.register({
    type: EXT_TIMESTAMP,
    encode: () => null,
    decode: (data) => timeOf(data) ?? bytesOf(data),
  });
  // The decoder keeps the last of equal keys and rejects __proto__, so each key is made unique here.
  let keys = 0;
  const unlike = (key: string) => `${(keys += 1)}:${key}`;
  const decoder = new Decoder({
    extensionCodec: codec,
    useBigInt64: true,
    // Strings as bytes: invalid UTF-8 would be replaced silently.
    rawStrings: true,
    keyDecoder: {
      canBeCached: () => true,
      decode: (bytes, start, length) => unlike(textOf(bytes.subarray(start, start + length))),
    },
    mapKeyConverter: (key) => (typeof key === 'string' ? key : unlike(keyText(key))),
  });
  return (bytes) => toJson(decoder.decode(bytes));
}

/** `undefined` for what is no timestamp, at which the decoder would throw, or lies beyond every date. */
function timeOf(data: Uint8Array): Date | undefined {
  if (![4, 8, 12].includes(data.length)) return undefined;
  const date = decodeTimestampExtension(data);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** The bytes of an extension that only looks like a time, as of any other. */
function bytesOf(data: Uint8Array): ExtData {
  return new ExtData(EVENT_TIME, data);
}

function keyText(key: unknown): string {
  const text = toJson(key);
  return typeof text === 'string' ? text : JSON.stringify(text);
}

/** Recurses no deeper than the scan allows. */
function toJson(value: unknown): unknown {
  if (typeof value === 'bigint') {
    return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  }
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (value instanceof Uint8Array) return textOf(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof ExtData) return value.data instanceof Uint8Array ? textOf(value.data) : '';
  if (Array.isArray(value)) return value.map(toJson);
  return isRecord(value) ? mergeEntries(entriesOf(value)) : value;
}

/** Strips the number that made each key unique. */
function* entriesOf(map: Named): Generator<[string, unknown]> {
  for (const key of Object.keys(map)) yield [key.slice(key.indexOf(':') + 1), toJson(map[key])];
}

function textOf(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return buffer.toString(isUtf8(buffer) ? 'utf8' : 'base64');
}
