import type { Repairs } from '../../../contract/repairs.js';
import { isRecord } from '../../../lib/is-record.js';
import { fieldOf, snakeCase, withSmallInitial } from './request.js';

/** Where a value is: the path of keys to it, and the repairs to report for it. */
export interface Place {
  repairs: Repairs;
  path: readonly string[];
}

/**
 * A value of OTLP as an attribute's, whatever form its sender gave it:
 *
 * | sent | kept |
 * | --- | --- |
 * | `stringValue`, `string_value`, … | its content |
 * | `intValue`, `doubleValue` as a number or text | a number; beyond 2^53 its digits, else its name |
 * | `bytesValue` | its base64 |
 * | `{ "Value": { "StringValue": … } }`, as Go's types have it | its content |
 * | no AnyValue at all: a text, a number, a map | that itself |
 */
export function plainValue(value: unknown, place: Place): unknown {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value)) return value.map((item) => plainValue(item, place));
  if (!isRecord(value)) return value;
  const name = memberOf(value);
  // It can have more than one only by mistake: all of them are kept.
  if (name === 'several') return value;
  if (name === undefined) {
    const inner = unwrap(value);
    if (inner !== undefined) return plainValue(inner, place);
    return Object.keys(value).some((key) => !ALL.has(key)) ? value : null;
  }
  const content = fieldOf(value, name);
  if (content === null) return null;
  // oxlint-disable-next-line switch-exhaustiveness-check
  switch (name) {
    case 'boolValue':
      return content === 'true' ? true : content === 'false' ? false : content;
    case 'intValue':
    case 'doubleValue':
      return number(content);
    case 'arrayValue':
      return plainValue(Array.isArray(content) ? content : listIn(content), place);
    case 'kvlistValue':
      return plainMap(isRecord(content) ? listIn(content) : content, place);
    default:
      return content instanceof Uint8Array ? Buffer.from(content).toString('base64') : content;
  }
}

/** The member that is set; encoders that also write empty ones send all of them. */
function memberOf(value: Record<string, unknown>): (typeof NAMES)[number] | 'several' | undefined {
  const name = NAMES.find((known) => fieldOf(value, known) !== undefined);
  if (name === undefined || Object.keys(value).length === 1) return name;
  const full = Object.keys(value).filter((key) => !isDefault(value[key]));
  if (full.length > 1) return 'several';
  const [only] = full;
  return only === undefined
    ? name
    : (NAMES.find((known) => known === only || snakeCase(known) === only) ?? 'several');
}

/** Whether protobuf cannot tell it from an absent value. */
function isDefault(value: unknown): boolean {
  if (typeof value === 'object') {
    return value === null || Object.values(value).every((item) => isDefault(item));
  }
  return value === undefined || value === '' || value === '0' || value === 0 || value === false;
}

/** In the order of the protocol's `oneof`. */
const NAMES = [
  'stringValue',
  'boolValue',
  'intValue',
  'doubleValue',
  'arrayValue',
  'kvlistValue',
  'bytesValue',
] as const;
const ALL: ReadonlySet<string> = new Set(NAMES.flatMap((name) => [name, snakeCase(name)]));

/** An AnyValue inside the `oneof` wrapper of Go's and TypeScript's types. */
function unwrap(value: Record<string, unknown>): Record<string, unknown> | undefined {
  const [[name, inner] = [], ...others] = Object.entries(value);
  if (others.length > 0 || (name !== 'Value' && name !== 'value') || !isRecord(inner)) {
    return undefined;
  }
  const members = Object.entries(inner).map(
    ([key, item]) => [withSmallInitial(key), item] as const,
  );
  const isAny = members.some(([key]) => ALL.has(key));
  return isAny ? Object.fromEntries(members) : undefined;
}

function listIn(content: unknown): unknown[] {
  const values = fieldOf(content, 'values');
  return Array.isArray(values) ? values : values === undefined || values === null ? [] : [values];
}

/** Attributes as a map; all values of a key that is there more than once. Takes a plain map, too. */
export function plainMap(list: unknown, { repairs, path }: Place): Record<string, unknown> {
  if (isRecord(list)) {
    const members = Object.entries(list).map(([name, value]) => {
      return [name, plainValue(value, { repairs, path: [...path, name] })] as const;
    });
    return Object.fromEntries(members);
  }
  const map = new Map<string, unknown>();
  const repeated = new Map<string, unknown[]>();
  const items: unknown[] = Array.isArray(list) ? list : list == null ? [] : [list];
  for (const pair of items.flatMap(pairsOf)) {
    const key = fieldOf(pair, 'key');
    const name = typeof key === 'string' ? key : key === undefined ? '' : JSON.stringify(key);
    const here = [...path, name];
    const value = plainValue(isRecord(pair) ? valueIn(pair) : pair, { repairs, path: here });
    if (!map.has(name)) {
      map.set(name, value);
      continue;
    }
    repairs.add(here, 'duplicate_key');
    const values = repeated.get(name) ?? [map.get(name)];
    values.push(value);
    repeated.set(name, values);
    map.set(name, values);
  }
  // Defines properties, so that even one named __proto__ arrives as one.
  return Object.fromEntries(map);
}

/** The value of a pair; with what is beside it, which may be the value itself. */
function valueIn(pair: Record<string, unknown>): unknown {
  const { key: _key, ...others } = pair;
  return 'value' in pair && Object.keys(others).length === 1 ? pair['value'] : others;
}

/** An item of a list of attributes, which may be a plain map itself. */
function pairsOf(item: unknown): unknown[] {
  if (!isRecord(item) || 'key' in item || 'value' in item) return [item];
  return Object.entries(item).map(([key, value]) => ({ key, value }));
}

/** An integral double beyond 2^53 is exact, but JSON would not tell it from a rounded integer. */
function number(content: unknown): unknown {
  if (typeof content !== 'string' && typeof content !== 'number') return content;
  const parsed = content === '' ? NaN : Number(content);
  const isExact = Number.isInteger(parsed) ? Number.isSafeInteger(parsed) : Number.isFinite(parsed);
  return isExact ? parsed : String(content);
}
