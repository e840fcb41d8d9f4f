import type { AttributeValue } from '../../../contract/attributes.js';
import { fromOtelSeverity, readSeverity } from '../../../contract/severity.js';
import { fromNanos } from '../../../contract/timestamp.js';
import { BadValue, plainMap, plainValue } from './any-value.js';
import type { LogRecord, Resource, Scope } from './request.js';

/** What the records of one scope have in common, as it is kept with each of them. */
export type Origin = Record<string, AttributeValue>;

/** Describes where records come from: their resource and scope, with the schemas of both. */
export function toOrigin(
  resource: Resource | null | undefined,
  scope: Scope | null | undefined,
  schemas: { resource?: string | null | undefined; scope?: string | null | undefined },
): Origin {
  return withoutEmpty({
    resource: plainMap(resource?.attributes),
    resource_dropped_attributes_count: resource?.droppedAttributesCount,
    resource_schema_url: schemas.resource,
    scope: withoutEmpty({
      name: scope?.name,
      version: scope?.version,
      attributes: plainMap(scope?.attributes),
      dropped_attributes_count: scope?.droppedAttributesCount,
      schema_url: schemas.scope,
    }),
  });
}

/**
 * A record as the fields of a log. Its own attributes stay apart from those of the resource and
 * from the protocol's, as in OTLP's data model. Throws {@link BadValue}.
 */
export function toFields(record: LogRecord, origin: Origin): Record<string, unknown> {
  const { timeUnixNano, observedTimeUnixNano, severityNumber, severityText } = record;
  const observed = toTime(observedTimeUnixNano);
  // The data model's advice: the time it was seen, where none is known for the event.
  const timestamp = toTime(timeUnixNano) ?? observed;
  const severity = severityNumber
    ? fromOtelSeverity(severityNumber)
    : readSeverity(severityText ?? undefined);
  const own = plainMap(record.attributes);
  const attributes = withoutEmpty({
    trace_id: record.traceId?.toLowerCase(),
    span_id: record.spanId?.toLowerCase(),
    flags: record.flags,
    event_name: record.eventName,
    severity_text: severityText,
    severity_number: severityNumber,
    observed_time: observed,
    attributes: own,
    dropped_attributes_count: record.droppedAttributesCount,
    ...origin,
  });
  return {
    text: toText(record, own),
    ...(timestamp !== undefined && { timestamp }),
    ...(severity !== undefined && { severity }),
    ...(Object.keys(attributes).length > 0 && { attributes }),
  };
}

/** A structured body is told as JSON. A record without one says what its event or attributes say. */
function toText(record: LogRecord, own: Record<string, AttributeValue>): string {
  const body = plainValue(record.body);
  if (body !== null && body !== '') return typeof body === 'string' ? body : JSON.stringify(body);
  if (record.eventName) return record.eventName;
  if (Object.keys(own).length > 0) return JSON.stringify(own);
  throw new BadValue('has no body, event name or attributes');
}

function toTime(nanos: string | null | undefined): string | undefined {
  return nanos == null || /^0*$/.test(nanos) ? undefined : fromNanos(BigInt(nanos));
}

/** Protobuf does not tell what is empty or 0 from what is absent. */
function withoutEmpty(
  fields: Record<string, AttributeValue | undefined>,
): Record<string, AttributeValue> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) =>
      value === undefined || isEmpty(value) ? [] : [[name, value] as const],
    ),
  );
}

function isEmpty(value: AttributeValue): boolean {
  if (typeof value === 'object') return value === null || Object.keys(value).length === 0;
  return value === '' || value === 0;
}
