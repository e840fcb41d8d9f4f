import { isSeverityName, readSeverity, type Severity } from '../../contract/severity.js';
import { isBlank } from '../../contract/text.js';
import { readTime } from '../../contract/timestamp.js';
import type { Repairs } from '../../contract/repairs.js';
import { isRecord } from '../../lib/is-record.js';
import { setOwn } from '../../lib/set-own.js';
import { findSeverity } from './logger-levels.js';
import { MORE_NAMES } from './logger-names.js';
import { type GetField, textByShape, textOfBytes, timeByShape } from './logger-shapes.js';

/** The fields that the gateway has a name for. */
const OWN = ['tenant_id', 'log_id', 'text', 'timestamp', 'severity', 'attributes'] as const;
type OwnName = (typeof OWN)[number];

/** The names by which other loggers call a field, most telling first. */
const COMMON_TEXT_NAMES = ['message', 'msg', 'log', 'body'];
const TEXT_NAMES = [...COMMON_TEXT_NAMES, ...MORE_NAMES.text];
const TIME_NAMES = ['@timestamp', 'time', 'ts', 'date', ...MORE_NAMES.time];
const LEVEL_NAMES = ['level', 'lvl', 'levelname', 'log.level', ...MORE_NAMES.severity];
const SEVERITY_NAMES = ['severity', ...LEVEL_NAMES];

const OWN_NAMES: ReadonlySet<string> = new Set(OWN);
const KNOWN_NAMES: ReadonlySet<string> = new Set([
  ...OWN,
  ...TEXT_NAMES,
  ...TIME_NAMES,
  ...LEVEL_NAMES,
]);

/** Names that are read even if a log has more fields than are read as values. */
export function isKnownName(name: string): boolean {
  return KNOWN_NAMES.has(name);
}

/** The fields from which a log is built; a field that gets its own place is taken out of `rest`. */
export interface Fields {
  own: Partial<Record<OwnName, unknown>>;
  /** What becomes attributes. */
  rest: Map<string, unknown>;
  /** Top-level names that were sent more than once: their value is an array of all values. */
  repeated: ReadonlySet<string>;
}

/**
 * Sorts the fields of a log. If one of ours was sent more than once, the first value is taken, and all
 * values stay in the attributes.
 */
export function sortFields(sent: Record<string, unknown>, repairs: Repairs): Fields {
  const own: Fields['own'] = {};
  const rest = new Map<string, unknown>();
  const repeated = repeatedNames(repairs);
  for (const name of Object.keys(sent)) {
    const value = sent[name];
    if (!isOwn(name)) {
      rest.set(name, value);
    } else if (repeated.has(name) && Array.isArray(value)) {
      own[name] = value[0];
      rest.set(name, value);
    } else if (value !== null && value !== undefined) {
      // A JSON null means the same as leaving the field out.
      own[name] = value;
    }
  }
  return { own, rest, repeated };
}

function isOwn(name: string): name is OwnName {
  return OWN_NAMES.has(name);
}

const NONE: ReadonlySet<string> = new Set();

function repeatedNames({ list }: Repairs): ReadonlySet<string> {
  let names: Set<string> | undefined;
  for (const { pointer, repair } of list) {
    if (repair === 'duplicate_key') (names ??= new Set()).add(pointer.slice(1));
  }
  return names ?? NONE;
}

/**
 * The text: `text`, or the first of its other names that holds one. A number or boolean there becomes
 * its JSON. Without any, the text is all other fields as JSON, since they are what the log says.
 * `undefined` if there is no content.
 */
export function takeText({ own, rest, repeated }: Fields, repairs: Repairs): string | undefined {
  const { text } = own;
  if (typeof text === 'string' && !isBlank(text)) return wellFormed(text, ['text'], repairs);
  if (text !== undefined && typeof text !== 'string') {
    repairs.add(['text'], 'not_text');
    return json(text);
  }
  for (const name of TEXT_NAMES) {
    const sent = first(rest.get(name), repeated.has(name));
    const value = name === 'MESSAGE' ? textOfBytes(sent) : sent;
    if (typeof value === 'string' && !isBlank(value)) {
      if (!repeated.has(name)) rest.delete(name);
      return wellFormed(value, [name], repairs);
    }
  }
  const nested = textByShape(getter({ own, rest, repeated }));
  if (nested !== undefined) return wellFormed(nested, [], repairs);
  for (const name of COMMON_TEXT_NAMES) {
    const value = first(rest.get(name), repeated.has(name));
    if (typeof value === 'number' || typeof value === 'boolean') {
      if (!repeated.has(name)) rest.delete(name);
      repairs.add([name], 'not_text');
      return json(value);
    }
  }
  if (saysAnything(rest)) return json(Object.fromEntries(rest));
  const { attributes, timestamp, severity } = own;
  const isAny = isRecord(attributes) ? Object.keys(attributes).length > 0 : attributes;
  if (isAny !== undefined && isAny !== false) return json(attributes);
  return timestamp === undefined && severity === undefined
    ? undefined
    : json({ timestamp, severity });
}

function getter({ own, rest }: Fields): GetField {
  return (name) => rest.get(name) ?? (isOwn(name) ? own[name] : undefined);
}

/** An empty text under a common name counts as little as an empty `text`. */
function saysAnything(rest: ReadonlyMap<string, unknown>): boolean {
  for (const [name, value] of rest) {
    if (typeof value !== 'string' || !isBlank(value) || !COMMON_TEXT_NAMES.includes(name))
      return true;
  }
  return false;
}

/**
 * The time: `timestamp`, or the first of its other names that holds one. Anything else stays in the
 * attributes. Only a field that must be a time is reported as unreadable: `time` may be a duration.
 */
export function takeTime(fields: Fields, now: number, repairs: Repairs): string | undefined {
  const { own, rest, repeated } = fields;
  if (own.timestamp !== undefined) {
    const reading = readTime(own.timestamp, now);
    if ('time' in reading) return reading.time;
    repairs.add(['timestamp'], reading.repair);
    keep(rest, 'timestamp', own.timestamp);
  }
  if (rest.size === 0) return undefined;
  for (const name of TIME_NAMES) {
    if (!rest.has(name)) continue;
    const value = first(rest.get(name), repeated.has(name));
    // A day may refer to anything; it does not say when the log was written.
    if (name === 'date' && typeof value === 'string' && value.length <= 10) continue;
    const reading = readTime(value, now);
    if ('time' in reading) {
      if (!repeated.has(name)) rest.delete(name);
      return reading.time;
    }
    const isTime = name === '@timestamp' || reading.repair === 'time_out_of_range';
    if (isTime && rest.get(name) !== null) repairs.add([name], reading.repair);
  }
  const reading = readTime(timeByShape(getter(fields)), now);
  return 'time' in reading ? reading.time : undefined;
}

/** A severity that nobody knows stays in the attributes, and so does what says more than a name. */
export function takeSeverity(fields: Fields): Severity | undefined {
  const { own, rest, repeated } = fields;
  if (own.severity !== undefined) {
    if (isSeverityName(own.severity) && !repeated.has('severity')) {
      return readSeverity(own.severity);
    }
    keep(rest, 'severity', own.severity);
  }
  if (rest.size === 0) return undefined;
  const levelOf = (name: string) => first(rest.get(name), repeated.has(name));
  const found = findSeverity(SEVERITY_NAMES, getter(fields), levelOf);
  if (found?.name !== undefined && !repeated.has(found.name)) rest.delete(found.name);
  return found?.severity;
}

/**
 * Everything without a place of its own, and which of its names were sent in `attributes`. A name that
 * is both there and at the top level keeps both values.
 */
export function takeAttributes(
  { own, rest }: Fields,
  repairs: Repairs,
): { all: Record<string, unknown>; inner: Readonly<Record<string, unknown>> } | undefined {
  const { attributes } = own;
  if (attributes !== undefined && !isRecord(attributes)) keep(rest, 'attributes', attributes);
  const inner = isRecord(attributes) ? attributes : NO_ATTRIBUTES;
  if (rest.size === 0) return isEmpty(inner) ? undefined : { all: inner, inner };
  const all: Record<string, unknown> = {};
  for (const name of Object.keys(inner)) setOwn(all, name, inner[name]);
  for (const [name, value] of rest) {
    if (Object.hasOwn(inner, name)) {
      repairs.add([name], 'duplicate_key');
      setOwn(all, name, [inner[name], value]);
    } else {
      setOwn(all, name, value);
    }
  }
  return { all, inner };
}

const NO_ATTRIBUTES: Readonly<Record<string, unknown>> = {};

function isEmpty(record: Readonly<Record<string, unknown>>): boolean {
  for (const name in record) if (Object.hasOwn(record, name)) return false;
  return true;
}

/** Adds a value to the attributes, next to any values already there under its name. */
export function keep(rest: Map<string, unknown>, name: string, value: unknown): void {
  if (!rest.has(name)) rest.set(name, value);
}

function first(value: unknown, isRepeated: boolean): unknown {
  return isRepeated && Array.isArray(value) ? value[0] : value;
}

function wellFormed(text: string, path: string[], repairs: Repairs): string {
  if (text.isWellFormed()) return text;
  repairs.add(path, 'invalid_unicode');
  return text.toWellFormed();
}

function json(value: unknown): string {
  return JSON.stringify(value).toWellFormed();
}
