import { readTime } from '../../../contract/timestamp.js';
import { findSeverity } from '../../reading/logger-levels.js';
import { MORE_NAMES } from '../../reading/logger-names.js';
import { textByShape, textOfBytes, timeByShape } from '../../reading/logger-shapes.js';
import { mergeAttributes, type Named } from './attributes.js';

/** A system's names for the gateway's own fields, most specific first. */
export interface Names {
  text: readonly string[];
  time: readonly string[];
  severity: readonly string[];
}

/** The names of common loggers; protocols add their own before these. */
export const LOGGERS: Names = {
  text: ['message', 'msg', 'log', 'body', 'text', ...MORE_NAMES.text],
  time: ['time', 'timestamp', '@timestamp', 'ts', 'date', ...MORE_NAMES.time],
  severity: ['severity', 'level', 'lvl', 'levelname', 'log.level', ...MORE_NAMES.severity],
};

/** What a protocol says about a log outside its record. */
export interface Around {
  /** The protocol's own time, as sent. It takes precedence over the record's. */
  timestamp?: unknown;
  /** Named values, kept with the record, that take precedence over its own for the severity. */
  attributes?: Named;
  logId?: unknown;
}

const NONE: Named = {};

/**
 * Turns a record into the fields of a log. Everything sent arrives: values without a field of their
 * own become attributes. A record without a text gets its fields as JSON for one.
 */
export function toFields(
  record: Named,
  names: Names,
  { timestamp, attributes: around = NONE, logId }: Around = {},
): Record<string, unknown> {
  const rest = new Rest(record);
  const text = takeText(rest, names.text);
  const time = timestamp ?? takeTime(rest, names.time);
  if (timestamp !== undefined) dropSameTime(rest, names.time, timestamp);
  const outer = new Rest(around);
  const severity = takeSeverity(outer, names.severity) ?? takeSeverity(rest, names.severity);
  const attributes = mergeAttributes(rest.left(), outer.left());
  const hasAttributes = Object.keys(attributes).length > 0;
  const fields: Record<string, unknown> = {
    text: text ?? (hasAttributes ? saidBy(rest.left(), attributes) : ''),
  };
  if (time !== undefined) fields['timestamp'] = time;
  if (severity !== undefined) fields['severity'] = severity;
  if (hasAttributes) fields['attributes'] = attributes;
  if (logId !== undefined) fields['log_id'] = logId;
  return fields;
}

/** The rest of a map once some of its values have been taken into fields. */
class Rest {
  private taken: string[] | undefined;

  private readonly map: Named;

  constructor(map: Named) {
    this.map = map;
  }

  get(name: string): unknown {
    if (this.taken?.includes(name) === true) return undefined;
    const value = this.map[name];
    // An inherited name can only come from `Object`, whose members are functions.
    return typeof value === 'function' ? undefined : value;
  }

  take(name: string): void {
    (this.taken ??= []).push(name);
  }

  left(): Named {
    const { taken } = this;
    if (taken === undefined) return this.map;
    return Object.fromEntries(Object.entries(this.map).filter(([name]) => !taken.includes(name)));
  }
}

/** The text of a record without one: its fields, or if there are none, the attributes around it. */
function saidBy(rest: Named, attributes: Named): string {
  return JSON.stringify(Object.keys(rest).length > 0 ? rest : attributes);
}

function takeText(rest: Rest, names: readonly string[]): string | undefined {
  for (const name of names) {
    const sent = rest.get(name);
    const value = name === 'MESSAGE' ? textOfBytes(sent) : sent;
    if (typeof value !== 'string') continue;
    rest.take(name);
    if (value.trim() !== '') return value;
  }
  return textByShape((name) => rest.get(name));
}

/** A value that is not a time may mean something else: it stays an attribute. */
function takeTime(rest: Rest, names: readonly string[]): string | undefined {
  for (const name of names) {
    const time = timeOf(rest.get(name));
    if (time !== undefined) {
      rest.take(name);
      return time;
    }
  }
  return timeOf(timeByShape((name) => rest.get(name)));
}

/** Loggers also write their time into the record, although their transport sends it separately. */
function dropSameTime(rest: Rest, names: readonly string[], sent: unknown): void {
  for (const name of names) {
    const value = rest.get(name);
    if (value === undefined) continue;
    const time = timeOf(sent);
    const own = timeOf(value);
    if (time !== undefined && own !== undefined && isAsExact(time, own)) rest.take(name);
  }
}

/** Whether a time is at least as precise as another equal one: a finer one is kept. */
function isAsExact(time: string, other: string): boolean {
  return Date.parse(time) === Date.parse(other) && fraction(time).startsWith(fraction(other));
}

function fraction(time: string): string {
  return /\.(\d*?)0*(?!\d)/.exec(time)?.[1] ?? '';
}

/** RFC 3339; `undefined` if it is not a time. */
export function timeOf(value: unknown): string | undefined {
  const reading = value == null ? undefined : readTime(value, Date.now());
  return reading !== undefined && 'time' in reading ? reading.time : undefined;
}

/** What says more than a name, such as a number, is kept as well. */
function takeSeverity(rest: Rest, names: readonly string[]): string | undefined {
  const found = findSeverity(names, (name) => rest.get(name));
  if (found?.name !== undefined) rest.take(found.name);
  return found?.severity;
}
