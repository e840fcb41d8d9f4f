import type { Repairs } from '../../../contract/repairs.js';
import { fromOtelSeverity, readOtelNumber, readSeverity } from '../../../contract/severity.js';
import { isBlank } from '../../../contract/text.js';
import { readTime } from '../../../contract/timestamp.js';
import { isRecord } from '../../../lib/is-record.js';
import { plainMap, plainValue } from './any-value.js';
import { fieldOf, type Group, snakeCase } from './request.js';

/** What the records of one scope share, as it is kept with each of them. */
export type Origin = Record<string, unknown>;

/** Describes where records come from: their resource and scope, with the schemas of both. */
export function toOrigin(group: Group, repairs: Repairs): Origin {
  const { resource, scope } = group;
  const place = (of: string) => ({ repairs, path: [of, 'attributes'] });
  return withoutEmpty({
    resource: isRecord(resource)
      ? plainMap(fieldOf(resource, 'attributes'), place('resource'))
      : resource,
    resource_dropped_attributes_count: count(fieldOf(resource, 'droppedAttributesCount')),
    resource_schema_url: group.resourceSchema,
    resource_unknown_fields: unknownFields(resource, KNOWN_OF_RESOURCE),
    scope: !isRecord(scope)
      ? scope
      : withoutEmpty({
          name: fieldOf(scope, 'name'),
          version: fieldOf(scope, 'version'),
          attributes: plainMap(fieldOf(scope, 'attributes'), place('scope')),
          dropped_attributes_count: count(fieldOf(scope, 'droppedAttributesCount')),
          schema_url: group.scopeSchema,
          unknown_fields: unknownFields(scope, KNOWN_OF_SCOPE),
        }),
    export_unknown_fields: group.unknown,
  });
}

/**
 * Turns a record into the fields of a log. Its own attributes stay separate from the resource's and the
 * protocol's, as in OTLP's data model. `undefined` if it is empty.
 */
export function toFields(
  record: unknown,
  origin: Origin,
  repairs: Repairs,
  now: number,
): Record<string, unknown> | undefined {
  if (!isRecord(record)) {
    return record === null || record === '' ? undefined : { text: record, ...attributesOf(origin) };
  }
  const field = (name: string) => fieldOf(record, name);
  const time = timeOf(field('timeUnixNano'));
  const observed = timeOf(field('observedTimeUnixNano'));
  const severityNumber = readOtelNumber(field('severityNumber')) ?? field('severityNumber');
  const severityText = field('severityText');
  const own = plainMap(field('attributes'), { repairs, path: ['attributes'] });
  const attributes = withoutEmpty({
    trace_id: idOf(field('traceId')),
    span_id: idOf(field('spanId')),
    flags: count(field('flags')),
    event_name: field('eventName'),
    severity_text: severityText,
    severity_number: severityNumber,
    observed_time: observed === undefined ? undefined : asTime(observed, now),
    attributes: own,
    dropped_attributes_count: count(field('droppedAttributesCount')),
    unknown_fields: unknownFields(record, KNOWN),
  });
  const text = textOf(plainValue(field('body'), { repairs, path: ['body'] }), attributes);
  if (text === undefined) return undefined;
  // As the data model advises: the observed time if the event's own is unknown.
  const timestamp = time ?? observed;
  const severity =
    (typeof severityNumber === 'number' ? fromOtelSeverity(severityNumber) : undefined) ??
    readSeverity(severityText);
  return {
    text,
    ...(timestamp !== undefined && { timestamp }),
    ...(severity !== undefined && { severity }),
    ...attributesOf({ ...attributes, ...origin }),
  };
}

function attributesOf(attributes: Record<string, unknown>) {
  return Object.keys(attributes).length > 0 ? { attributes } : {};
}

/**
 * A structured body becomes JSON. A record without one gets its text from its event, attributes or
 * other fields.
 */
function textOf(body: unknown, attributes: Record<string, unknown>): string | undefined {
  if (typeof body === 'string' && !isBlank(body)) return body;
  if (body !== null && typeof body !== 'string') return JSON.stringify(body);
  const { event_name: event, attributes: own } = attributes;
  if (typeof event === 'string' && !isBlank(event)) return event;
  const content = own ?? (Object.keys(attributes).length > 0 ? attributes : undefined);
  return content === undefined ? undefined : JSON.stringify(content);
}

/** A time as sent; 0 stands for none. */
function timeOf(sent: unknown): unknown {
  if (sent === undefined || sent === null || sent === '') return undefined;
  return sent === 0 || (typeof sent === 'string' && /^0+(?:\.0*)?$/.test(sent)) ? undefined : sent;
}

function asTime(sent: unknown, now: number): unknown {
  const reading = readTime(sent, now);
  return 'time' in reading ? reading.time : sent;
}

const HEX = /^(?:[\da-f]{2})+$/i;
/** Of 16 bytes and of 8, as every other protobuf writes them in JSON. */
const BASE64 = /^(?:[\w+/-]{22}==|[\w+/-]{11}=)$/;

/** An id in hexadecimal, as OTLP has it; what is none stays as it is. */
function idOf(sent: unknown): unknown {
  if (typeof sent !== 'string') return sent;
  if (HEX.test(sent)) return sent.toLowerCase();
  return BASE64.test(sent) ? Buffer.from(sent, 'base64').toString('hex') : sent;
}

function count(sent: unknown): unknown {
  return typeof sent === 'string' && /^\d{1,10}$/.test(sent) ? Number(sent) : sent;
}

const both = (...names: string[]) => new Set(names.flatMap((name) => [name, snakeCase(name)]));

const KNOWN = both(
  'timeUnixNano',
  'observedTimeUnixNano',
  'severityNumber',
  'severityText',
  'body',
  'attributes',
  'droppedAttributesCount',
  'flags',
  'traceId',
  'spanId',
  'eventName',
);
const KNOWN_OF_RESOURCE = both('attributes', 'droppedAttributesCount');
const KNOWN_OF_SCOPE = both('name', 'version', 'attributes', 'droppedAttributesCount');

function unknownFields(
  sent: unknown,
  known: ReadonlySet<string>,
): Record<string, unknown> | undefined {
  if (!isRecord(sent)) return undefined;
  const names = Object.keys(sent);
  const isUnknown = (name: string) => !known.has(name) || isShadowed(name, sent);
  if (!names.some(isUnknown)) return undefined;
  return Object.fromEntries(names.filter(isUnknown).map((name) => [name, sent[name]]));
}

/** Whether a field in snake_case is there in lowerCamelCase, too, which goes before it. */
function isShadowed(name: string, sent: Record<string, unknown>): boolean {
  if (!name.includes('_')) return false;
  const camel = name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return camel !== name && sent[camel] != null && sent[camel] !== sent[name];
}

/** Protobuf cannot tell an empty or 0 value from an absent one. */
function withoutEmpty(fields: Record<string, unknown>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  // The names are the protocol's own.
  for (const name of Object.keys(fields)) {
    const value = fields[name];
    if (!isEmpty(value)) kept[name] = value;
  }
  return kept;
}

function isEmpty(value: unknown): boolean {
  if (typeof value === 'object') return value === null || Object.keys(value).length === 0;
  return value === undefined || value === '' || value === 0;
}
