import { isUtf8 } from 'node:buffer';

import { type Severity, readSeverity } from '../../contract/severity.js';
import { isBlank } from '../../contract/text.js';
import { isRecord } from '../../lib/is-record.js';
import { setOwn } from '../../lib/set-own.js';
import { MAX_TEMPLATE_LENGTH } from '../../limits.js';
import { renderTemplate } from './message-template.js';

/** A field of a record by its name. */
export type GetField = (name: string) => unknown;

/** With one of these, a record with an `event` or `record` is a log, not a business event. */
const BESIDE = [
  'level',
  'log_level',
  'levelname',
  'severity',
  'logger',
  'timestamp',
  '@timestamp',
  'time',
  'ts',
];

/**
 * The text, where a logger nests it or has a template that makes it. The fields it comes from stay in the
 * attributes, so that they can be searched.
 */
export function textByShape(get: GetField): string | undefined {
  for (const [outer, inner] of NESTED) {
    const holder = get(outer);
    const text = isRecord(holder) ? holder[inner] : undefined;
    if (typeof text === 'string' && !isBlank(text)) return text;
  }
  const template = get('MessageTemplate') ?? get('@mt');
  if (typeof template === 'string' && !isBlank(template)) return rendered(template, get);
  // Falco’s alerts.
  const output = get('rule') === undefined ? undefined : get('output');
  if (typeof output === 'string' && !isBlank(output)) return output;
  for (const name of ['event', 'record']) {
    const text = get(name);
    if (typeof text !== 'string' || isBlank(text)) continue;
    if (BESIDE.some((other) => get(other) !== undefined)) return text;
  }
  return undefined;
}

/** Rust’s tracing, Cloud Logging, and AWS Lambda’s telemetry. */
const NESTED = [
  ['fields', 'message'],
  ['jsonPayload', 'message'],
  ['record', 'message'],
] as const;

/** Serilog’s message: its properties are in a field of their own or, in the compact form, beside it. */
function rendered(template: string, get: GetField): string {
  if (template.length > MAX_TEMPLATE_LENGTH) return template;
  const own = get('Properties');
  const properties: Record<string, unknown> = {};
  for (const [, name = ''] of template.matchAll(/\{[@$]?([A-Za-z0-9_.]+)/g)) {
    const value = isRecord(own) && Object.hasOwn(own, name) ? own[name] : get(name);
    if (value !== undefined) setOwn(properties, name, value);
  }
  const sent = get('@r');
  const renderings = Array.isArray(sent) ? (sent as unknown[]) : [];
  // Room for each property once: a template may repeat one many times.
  const maxLength = JSON.stringify(properties).length;
  return renderTemplate(template, properties, renderings, maxLength);
}

/** journald sends a text with control characters as bytes; anything else is returned as it is. */
export function textOfBytes(sent: unknown): unknown {
  const items: unknown[] = Array.isArray(sent) ? sent : [];
  if (items.length === 0 || !items.every(isByte)) return sent;
  const bytes = Buffer.from(items);
  return isUtf8(bytes) ? bytes.toString('utf8') : sent;
}

function isByte(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 255;
}

/** The severity of a record that has none under a usual name: loguru, MongoDB. */
export function severityByShape(get: GetField): Severity | undefined {
  const record = get('record');
  const level = isRecord(record) ? record['level'] : undefined;
  if (isRecord(level)) return readSeverity(level['name']);
  if (typeof level === 'string') return readSeverity(level);
  return get('ctx') !== undefined && get('c') !== undefined ? readSeverity(get('s')) : undefined;
}

/** The possible time of a record that has none under a usual name: loguru, Cloud Logging, Python. */
export function timeByShape(get: GetField): unknown {
  const record = get('record');
  const time = isRecord(record) ? record['time'] : undefined;
  if (isRecord(time)) return time['timestamp'];
  const seconds = get('timestampSeconds');
  if (seconds !== undefined) return { seconds, nanos: get('timestampNanos') };
  const isPython = get('levelno') !== undefined || get('levelname') !== undefined;
  return isPython ? get('created') : undefined;
}
