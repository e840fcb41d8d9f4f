import { PROBLEMS, type ProblemCode } from '../../../contract/problem-codes.js';
import type { Repair } from '../../../contract/repairs.js';
import { isRecord } from '../../../lib/is-record.js';
import { type Handler, type IngestRequest, type IngestResponse, json } from '../../http/http.js';
import type { Problem } from '../../http/problem.js';
import type { RequestBudget } from '../../reading/budget.js';
import { mergeAttributes, type Named } from '../foreign/attributes.js';
import { keyOfBasic, keyOfScheme } from '../foreign/credentials.js';
import { embeddedRecord } from '../foreign/embedded.js';
import { type JsonItem, readJsonItems, readLines } from '../foreign/json-values.js';
import { LOGGERS, type Names, toFields } from '../foreign/record.js';
import { withRetryIds } from '../foreign/retry-ids.js';
import { shareAttributes } from '../foreign/shared.js';
import { ValueCount } from '../foreign/value-count.js';
import { charsetOf } from '../../http/media-type.js';
import { toUtf8 } from '../../reading/to-utf8.js';
import type { Format, IntakeOutcome, LogOutcome, SentLog } from '../format.js';

/** Where an event comes from, in the words of Splunk; `fields` are added to them. */
const METADATA = ['host', 'source', 'sourcetype', 'index'] as const;

/** Common loggers, plus Docker's logging driver and OpenTelemetry's exporter. */
const NAMES: Names = {
  ...LOGGERS,
  text: [...LOGGERS.text, 'line'],
  severity: [...LOGGERS.severity, 'otel.log.severity.text'],
};

/** What is wrong with an event that the collector refuses, and its code for it. */
const FAULTS = {
  'Event field is required': 12,
  'Event field cannot be blank': 13,
} as const;

/**
 * The codes of Splunk's HTTP Event Collector.
 * https://help.splunk.com/en/splunk-enterprise/get-data-in/collect-http-event-data/troubleshoot-http-event-collector
 */
const CODES = {
  invalid_request: { code: 6, text: 'Invalid data format' },
  unauthorized: { code: 4, text: 'Invalid token' },
  forbidden: { code: 1, text: 'Token disabled' },
  not_found: { code: 404, text: 'Not found' },
  method_not_allowed: { code: 6, text: 'Method not allowed' },
  content_too_large: { code: 6, text: 'Content too large' },
  unsupported_media_type: { code: 6, text: 'Invalid data format' },
  too_many_requests: { code: 9, text: 'Server is busy' },
  internal_error: { code: 8, text: 'Internal server error' },
  unavailable: { code: 9, text: 'Server is busy' },
} as const satisfies Record<ProblemCode, { code: number; text: string }>;

const credential = (request: IngestRequest) =>
  keyOfScheme(request, 'Splunk') ?? keyOfBasic(request);

/** Splunk's HTTP Event Collector: events in JSON, one after another. */
export const splunkEvent: Format = {
  source: 'splunk_hec',
  credential,
  read: (body, request, budget) => withRetryIds(body, request, readEvents(body, request, budget)),
  answer,
  failure,
};

/** Its lines, each an event as it is. */
export const splunkRaw: Format = {
  source: 'splunk_hec',
  credential,
  read: (body, request, budget) => withRetryIds(body, request, readRaw(body, request, budget)),
  answer,
  failure,
};

function* readEvents(
  body: Buffer,
  request: IngestRequest,
  budget: RequestBudget,
): Generator<SentLog> {
  const count = new ValueCount(budget);
  const metadata = shareAttributes(metadataOf(request), count);
  for (const item of readJsonItems(toUtf8(body, charsetOf(request)), count)) {
    const event = eventIn(item);
    const { repairs } = item;
    const fault = faultOf(event);
    if (fault !== undefined) yield { fields: {}, fault };
    else yield { fields: fromEvent(event, metadata(), count, repairs), repairs };
  }
}

function* readRaw(body: Buffer, request: IngestRequest, budget: RequestBudget): Generator<SentLog> {
  const count = new ValueCount(budget);
  const metadata = shareAttributes(metadataOf(request), count);
  for (const { text, repairs } of readLines(toUtf8(body, charsetOf(request)))) {
    const record = embeddedRecord(text, count, repairs) ?? { message: text };
    yield { fields: toFields(record, NAMES, { attributes: metadata() }), repairs };
  }
}

/** `GET /services/collector/health`, for anybody. */
export const splunkHealth: Handler = () =>
  Promise.resolve(json(200, { text: 'HEC is healthy', code: 17 }));

/** Metadata in the query, which applies to all events of a request. */
function metadataOf(request: IngestRequest): Named {
  return Object.fromEntries(METADATA.map((name) => [name, request.query(name)]));
}

/** The collector refuses a non-object, and its clients then drop it, so here it becomes an event. */
function eventIn(item: JsonItem): Named {
  if (!item.ok) return { event: item.text };
  return isRecord(item.value) ? item.value : { event: item.value };
}

function faultOf(sent: Named): keyof typeof FAULTS | undefined {
  const { event, time: _time, ...others } = sent;
  if (!isNothing(event)) return undefined;
  // Metadata alone says nothing, but the other fields may.
  const said = Object.entries(others).filter(([name]) => !isMetadata(name));
  if (said.some(([, value]) => !isNothing(value))) return undefined;
  return event === '' ? 'Event field cannot be blank' : 'Event field is required';
}

function isNothing(value: unknown): boolean {
  if (typeof value === 'object') return value === null || Object.keys(value).length === 0;
  return value === undefined || value === '';
}

function isMetadata(name: string): boolean {
  return METADATA.some((known) => known === name);
}

/** `time` is a number of seconds, or its digits; without one it is when the event came. */
function fromEvent(
  sent: Named,
  metadata: Named,
  count: ValueCount,
  repairs: Repair[],
): Record<string, unknown> {
  const { event, time, fields, ...others } = sent;
  const known = Object.fromEntries(METADATA.map((name) => [name, sent[name] ?? metadata[name]]));
  const named = isRecord(fields) ? fields : { fields };
  const timestamp = time === undefined || time === null ? {} : { timestamp: time };
  if (isNothing(event)) {
    const record = Object.entries(others).filter(([name]) => !isMetadata(name));
    const attributes = mergeAttributes(known, named);
    return toFields(Object.fromEntries(record), NAMES, { ...timestamp, attributes });
  }
  const attributes = mergeAttributes(known, named, others);
  return toFields(recordOf(event, count, repairs), NAMES, { ...timestamp, attributes });
}

/** An event is a text, or a record whose message may be one again: as Splunk's own library sends it. */
function recordOf(event: unknown, count: ValueCount, repairs: Repair[]): Named {
  if (typeof event === 'string') return embeddedRecord(event, count, repairs) ?? { message: event };
  if (!isRecord(event)) return { message: JSON.stringify(event) };
  // Splunk's library puts the record into `message`, Docker's driver parsed JSON into `line`.
  for (const name of ['message', 'line']) {
    const { [name]: inner, ...rest } = event;
    if (isRecord(inner)) return mergeAttributes(inner, rest);
  }
  return event;
}

function answer({ logs, rejected, headers }: IntakeOutcome): IngestResponse {
  if (logs.length === 0) return json(400, { text: 'No data', code: 5 }, headers);
  if (rejected === 0) return json(200, { text: 'Success', code: 0 }, headers);
  const index = logs.findIndex((log) => !log.ok);
  const text = faultIn(logs[index]);
  const code = isFault(text) ? FAULTS[text] : CODES.invalid_request.code;
  // The others are in. Clients do not resend an event that the collector found at fault.
  return json(400, { text, code, 'invalid-event-number': index }, headers);
}

function faultIn(log: LogOutcome | undefined): string {
  const detail = log === undefined || log.ok ? undefined : log.errors[0]?.detail;
  if (detail !== undefined && isFault(detail)) return detail;
  const faults = log === undefined || log.ok ? [] : log.errors;
  const said = faults.map((fault) => `${fault.pointer} ${fault.detail}`.trim()).join('; ');
  return withDetail(CODES.invalid_request.text, said);
}

/** The collector's own wording, plus how to fix it. */
function withDetail(text: string, detail: string): string {
  return detail === '' ? text : `${text}: ${detail}`;
}

function isFault(text: string): text is keyof typeof FAULTS {
  return Object.hasOwn(FAULTS, text);
}

function failure(problem: Problem, request: IngestRequest): IngestResponse {
  const { code, message, headers } = problem;
  const { status } = PROBLEMS[code];
  // Not the collector's wording, but a more helpful one.
  if (code === 'not_found' || code === 'method_not_allowed') {
    return json(status, { text: message, code: CODES[code].code }, headers);
  }
  const own = { ...CODES[code], text: withDetail(CODES[code].text, message) };
  if (code !== 'unauthorized') return json(status, own, headers);
  const isMissing = request.header('authorization') === undefined;
  return isMissing
    ? json(401, { text: withDetail('Token is required', message), code: 2 }, headers)
    : json(403, own, headers);
}
