import { isUtf8 } from 'node:buffer';

import {
  decodeTimestampToTimeSpec,
  Decoder,
  EXT_TIMESTAMP,
  ExtensionCodec,
  ExtData,
} from '@msgpack/msgpack';

import type { RepairWord } from '../../../contract/repairs.js';
import { isRecord } from '../../../lib/is-record.js';
import { mergeEntries, type Named } from '../foreign/attributes.js';
import { isMostlyText } from '../foreign/mostly-text.js';

/** Fluentd's and Fluent Bit's time: seconds and nanoseconds, 32 bits each. */
const EVENT_TIME = 0;

/**
 * Returns a function that decodes one value as JSON: an integer beyond 2^53 becomes its digits, bytes
 * that are not text their Base64, a time nanoseconds since 1970. Pass it only values that were scanned.
 * Calls `onRepair` with each repair.
 */
export function createDecode(
  onRepair: (repair: RepairWord) => void = () => undefined,
): (bytes: Buffer) => unknown {
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
    if (value instanceof ExtData) return value.data instanceof Uint8Array ? textOf(value.data) : '';
    if (Array.isArray(value)) return value.map(toJson);
    return isRecord(value) ? toMap(value) : value;
  }

  /** Strips the number that made each key unique. */
  function toMap(sent: Named): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    let entries: [string, unknown][] | undefined;
    for (const key of Object.keys(sent)) {
      const value = toJson(sent[key]);
      if (value === null) continue;
      const name = key.slice(key.indexOf(':') + 1);
      // Few maps have a key twice; the others avoid the slower merge below.
      if (name === '__proto__' || Object.hasOwn(map, name)) entries ??= Object.entries(map);
      if (entries === undefined) map[name] = value;
      else entries.push([name, value]);
    }
    if (entries === undefined) return map;
    const merged = mergeEntries(entries);
    if (Object.keys(merged).length < entries.length) onRepair('duplicate_key');
    return merged;
  }

  /** Text in UTF-8 or another encoding as text; any other bytes as Base64. */
  function textOf(bytes: Uint8Array): string {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (isUtf8(buffer)) return buffer.toString('utf8');
    if (!isMostlyText(buffer)) return buffer.toString('base64');
    onRepair('invalid_unicode');
    return buffer.toString('utf8');
  }
}

/** As RFC 3339; `undefined` if it is not a timestamp, or out of range. */
function timeOf(data: Uint8Array): string | undefined {
  if (![4, 8, 12].includes(data.length)) return undefined;
  const { sec, nsec } = decodeTimestampToTimeSpec(data);
  const date = new Date(sec * 1000);
  if (Number.isNaN(date.getTime()) || nsec >= 1e9) return undefined;
  const digits = String(nsec).padStart(9, '0').replace(/0{6}$/, '');
  return date.toISOString().replace('000Z', `${digits}Z`);
}

/** An extension that only looks like a time is kept as bytes, like any other. */
function bytesOf(data: Uint8Array): ExtData {
  return new ExtData(EVENT_TIME, data);
}
