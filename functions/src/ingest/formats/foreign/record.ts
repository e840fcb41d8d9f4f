import { readSeverity } from '../../../contract/severity.js';
import { readTime } from '../../../contract/timestamp.js';
import { mergeAttributes, type Named } from './attributes.js';

/** By which names a system's records call what the gateway has a name for, most telling first. */
export interface Names {
  text: readonly string[];
  time: readonly string[];
  severity: readonly string[];
}

/** The names of common loggers; protocols add their own before these. */
export const LOGGERS: Names = {
  text: ['message', 'msg', 'log', 'body', 'text'],
  time: ['time', 'timestamp', '@timestamp', 'ts', 'date'],
  severity: ['severity', 'level', 'lvl', 'levelname', 'log.level'],
};

/** What a protocol says of a log outside of its record. */
export interface Around {
  /** The protocol's own time, as it was sent. It goes before any of the record. */
  timestamp?: unknown;
  /** Named values that go before the record's for the severity, and are kept with it. */
  attributes?: Named;
  logId?: unknown;
}

/**
 * A record as the fields of a log. Everything that is sent arrives: what has no place of its own is
 * an attribute. A record without a text says what its fields say, as JSON.
 */
export function toFields(
  record: Named,
  names: Names,
  { timestamp, attributes: around = {}, logId }: Around = {},
): Record<string, unknown> {
  const rest = new Map(Object.entries(record));
  const text = takeText(rest, names.text);
  const time = timestamp ?? takeTime(rest, names.time);
  if (timestamp !== undefined) dropSameTime(rest, names.time, timestamp);
  const outer = new Map(Object.entries(around));
  const severity = takeSeverity(outer, names.severity) ?? takeSeverity(rest, names.severity);
  const attributes = mergeAttributes(Object.fromEntries(rest), Object.fromEntries(outer));
  const hasAttributes = Object.keys(attributes).length > 0;
  const said = rest.size > 0 ? Object.fromEntries(rest) : attributes;
  return {
    text: text ?? (hasAttributes ? JSON.stringify(said) : ''),
    ...(time !== undefined && { timestamp: time }),
    ...(severity !== undefined && { severity }),
    ...(hasAttributes && { attributes }),
    ...(logId !== undefined && { log_id: logId }),
  };
}

function takeText(rest: Map<string, unknown>, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = rest.get(name);
    if (typeof value !== 'string') continue;
    rest.delete(name);
    if (value.trim() !== '') return value;
  }
  return undefined;
}

/** What is no time may mean something else: it stays an attribute. */
function takeTime(rest: Map<string, unknown>, names: readonly string[]): string | undefined {
  for (const name of names) {
    const time = rest.has(name) ? timeOf(rest.get(name)) : undefined;
    if (time !== undefined) {
      rest.delete(name);
      return time;
    }
  }
  return undefined;
}

/** Loggers write their own time into the record, too, where their transport sends it beside it. */
function dropSameTime(rest: Map<string, unknown>, names: readonly string[], sent: unknown): void {
  const time = timeOf(sent);
  if (time === undefined) return;
  for (const name of names) {
    const own = rest.has(name) ? timeOf(rest.get(name)) : undefined;
    if (own !== undefined && isAsExact(time, own)) rest.delete(name);
  }
}

/** Whether a time says all that another does: one that is finer is kept. */
function isAsExact(time: string, other: string): boolean {
  return Date.parse(time) === Date.parse(other) && fraction(time).startsWith(fraction(other));
}

function fraction(time: string): string {
  return /\.(\d*?)0*(?!\d)/.exec(time)?.[1] ?? '';
}

/** RFC 3339; `undefined` for what is no time. */
export function timeOf(value: unknown): string | undefined {
  const reading = value == null ? undefined : readTime(value, Date.now());
  return reading !== undefined && 'time' in reading ? reading.time : undefined;
}

/** A number is kept as well, since it says more than a name. */
function takeSeverity(rest: Map<string, unknown>, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = rest.get(name);
    const severity = value === undefined ? undefined : readSeverity(value);
    if (severity !== undefined) {
      if (typeof value === 'string') rest.delete(name);
      return severity;
    }
  }
  return undefined;
}
