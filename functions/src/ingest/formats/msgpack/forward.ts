import { isRecord } from '../../../lib/is-record.js';
import type { Named } from '../foreign/attributes.js';
import { type InflatedBytes, inflateRecord } from '../foreign/inflate-record.js';
import {
  contentOf,
  isArray,
  isMap,
  isText,
  readHead,
  type ScannedValue,
  scanValue,
  unlessBad,
} from './scan.js';

/** Options of fluentd's forward protocol that describe the transport and not the logs. */
const TRANSPORT = new Set(['chunk', 'size', 'compressed', 'fluent_signal']);

/**
 * The entries of a message of fluentd's forward protocol, and what they have in common: `[tag, time,
 * record]` or `[tag, [[time, record], …]]`, either perhaps with options. `undefined` for any other array.
 * https://github.com/fluent/fluentd/wiki/Forward-Protocol-Specification-v1
 */
export function forwardedIn(
  items: readonly unknown[],
): ({ entries: readonly unknown[] } & Named) | undefined {
  const [tag, second, third, fourth] = items;
  if (typeof tag !== 'string' || items.length < 2 || items.length > 4) return undefined;
  if (Array.isArray(second)) {
    const entries = second as unknown[];
    if (items.length === 4 || !(third == null || isRecord(third)) || !entries.every(isEntry)) {
      return undefined;
    }
    return { entries, tag, ...optionsOf(third) };
  }
  if (items.length < 3 || !isTime(second) || !isRecord(third)) return undefined;
  if (!(fourth == null || isRecord(fourth))) return undefined;
  return { entries: [[second, third]], tag, ...optionsOf(fourth) };
}

function isEntry(entry: unknown): boolean {
  return Array.isArray(entry) && entry.length === 2 && isRecord(entry[1]);
}

function isTime(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && /^\d/.test(value));
}

/** The options of a message that describe its logs. */
export function optionsOf(sent: unknown): Named {
  if (!isRecord(sent)) return {};
  return Object.fromEntries(Object.entries(sent).filter(([name]) => !TRANSPORT.has(name)));
}

/** A message whose entries are bytes, perhaps compressed. */
export interface Packed {
  tag: ScannedValue;
  entries: Buffer;
  options: ScannedValue | undefined;
}

/** Whether the bytes begin with a pair of a time and a map. */
function beginsWithEntry(bytes: Buffer): boolean {
  if (!isArray(bytes[0])) return false;
  const isPair = unlessBad(() => {
    const { size, children } = readHead(bytes, 0);
    return children === 2 && isMap(bytes[scanValue(bytes, size).end]);
  });
  return isPair === true;
}

/**
 * A message that carries its entries as bytes, `[tag, entries, options]`; `undefined` for any other
 * value. It is not confused with a pair of texts, since no text begins like an array.
 */
export function packedIn(
  body: Buffer,
  { start, isTooDeep }: ScannedValue,
  inflated: InflatedBytes,
): Packed | undefined {
  if (isTooDeep || !isArray(body[start])) return undefined;
  const { size, children } = readHead(body, start);
  if (children < 2 || children > 3 || !isText(body[start + size])) return undefined;
  const tag = scanValue(body, start + size);
  if (!isText(body[tag.end])) return undefined;
  const packed = scanValue(body, tag.end);
  const entries = inflateRecord(contentOf(body, packed), inflated);
  if (!beginsWithEntry(entries)) return undefined;
  return { tag, entries, options: children === 3 ? scanValue(body, packed.end) : undefined };
}
