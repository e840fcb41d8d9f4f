import { PROBLEMS } from '../../../contract/problem-codes.js';
import type { Repair } from '../../../contract/repairs.js';
import { isRecord } from '../../../lib/is-record.js';
import { type IngestRequest, type IngestResponse, json } from '../../http/http.js';
import { charsetOf } from '../../http/media-type.js';
import { Problem } from '../../http/problem.js';
import { hasRequestId } from '../../http/request-ids.js';
import { mergeAttributes, type Named } from '../foreign/attributes.js';
import { describeRejected } from '../foreign/describe-rejected.js';
import { embeddedRecord } from '../foreign/embedded.js';
import { InflatedBytes } from '../foreign/inflate-record.js';
import { type JsonItem, readJsonBody, readJsonItems } from '../foreign/json-values.js';
import { LOGGERS, toFields } from '../foreign/record.js';
import { withIdsOf } from '../foreign/retry-ids.js';
import { sentBytes } from '../foreign/sent-bytes.js';
import { shareAttributes } from '../foreign/shared.js';
import { ValueCount } from '../foreign/value-count.js';
import { toUtf8 } from '../../reading/to-utf8.js';
import type { Format, SentLog } from '../format.js';

/**
 * Amazon Data Firehose's delivery to an HTTP endpoint:
 * https://docs.aws.amazon.com/firehose/latest/dev/httpdeliveryrequestresponse.html
 */
export const firehose: Format = {
  source: 'firehose_delivery',
  credential: (request) => request.header('x-amz-firehose-access-key')?.trim(),

  read(body, request, budget) {
    const count = new ValueCount(budget);
    const { value } = readJsonBody(toUtf8(body, charsetOf(request)), count);
    const records = isRecord(value) ? value['records'] : undefined;
    if (!isRecord(value) || !Array.isArray(records)) {
      throw new Problem('invalid_request', 'The body has no "records".');
    }
    const { records: _records, requestId: _id, timestamp: _time, ...more } = value;
    const attributes = mergeAttributes(attributesOfAll(request, count), more);
    const common = shareAttributes(attributes, count);
    const inflated = new InflatedBytes(body.length);
    const logs = readRecords(records as unknown[]);
    // A retried delivery has the same id.
    const id = requestIdOf(request) ?? value['requestId'];
    return typeof id === 'string' && !hasRequestId(request) ? withIdsOf(id, logs) : logs;

    function* readRecords(all: readonly unknown[]): Generator<SentLog> {
      for (const record of all) {
        const { data, ...others } = isRecord(record) ? record : { data: record };
        const isMore = Object.keys(others).length > 0;
        if (data == null) {
          const fields = isMore && toFields(others, LOGGERS, { attributes: common() });
          yield fields ? { fields } : { fields: {}, fault: 'has no "data"' };
          continue;
        }
        const beside = isMore ? shareAttributes(mergeAttributes(common(), others), count) : common;
        yield* logsIn(sentBytes(data, inflated), beside, count);
      }
    }
  },

  answer(outcome, request) {
    if (outcome.rejected > 0) throw new Problem('invalid_request', describeRejected(outcome));
    return answer(200, request, {}, outcome.headers);
  },

  failure: ({ code, message, headers }, request) =>
    answer(PROBLEMS[code].status, request, { errorMessage: message }, headers),
};

/** Firehose accepts an answer only in this form, whatever its status. */
function answer(
  status: number,
  request: IngestRequest,
  more: object,
  headers: Readonly<Record<string, string>>,
): IngestResponse {
  const requestId = requestIdOf(request) ?? '';
  // It compares the media type as a whole.
  const type = { 'content-type': 'application/json' };
  return json(status, { requestId, timestamp: Date.now(), ...more }, { ...headers, ...type });
}

function requestIdOf(request: IngestRequest): string | undefined {
  return request.header('x-amz-firehose-request-id')?.trim();
}

/** What the delivery stream adds to all records. */
function attributesOfAll(request: IngestRequest, count: ValueCount): Named {
  const sent = request.header('x-amz-firehose-common-attributes');
  if (sent === undefined) return {};
  const { commonAttributes, ...others } = embeddedRecord(sent, count, []) ?? {
    commonAttributes: sent,
  };
  const common = isRecord(commonAttributes) ? commonAttributes : { commonAttributes };
  return mergeAttributes(common, others);
}

/** A record's logs: CloudWatch Logs events, concatenated JSON values, or lines. */
function* logsIn(bytes: Buffer, common: () => Named, count: ValueCount): Generator<SentLog> {
  for (const item of readJsonItems(bytes, count)) {
    const batch = item.ok && isRecord(item.value) ? item.value : {};
    if (batch['messageType'] === 'CONTROL_MESSAGE') continue;
    const { logEvents: events, ...origin } = batch;
    if (batch['messageType'] !== 'DATA_MESSAGE' || !Array.isArray(events)) {
      yield toLog(item, common());
      continue;
    }
    const { messageType: _type, ...kept } = origin;
    const shared = shareAttributes(mergeAttributes(common(), kept), count);
    for (const event of events as unknown[]) {
      const repairs = withoutPlace(item.repairs);
      yield { fields: fromCloudWatch(event, shared(), count, repairs), repairs };
    }
  }
}

function toLog(item: JsonItem, attributes: Named): SentLog {
  const { repairs } = item;
  const sent = item.ok ? item.value : item.text;
  const record = isRecord(sent)
    ? sent
    : { message: typeof sent === 'string' ? sent : JSON.stringify(sent) };
  return { fields: toFields(record, LOGGERS, { attributes }), repairs };
}

/** Repairs of a batch, reported for each of its events. */
function withoutPlace(repairs: readonly Repair[]): Repair[] {
  return repairs.map(({ repair }) => ({ pointer: '', repair }));
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html */
function fromCloudWatch(event: unknown, attributes: Named, count: ValueCount, repairs: Repair[]) {
  if (!isRecord(event)) return { text: JSON.stringify(event), attributes };
  const { id, timestamp, message, ...rest } = event;
  const embedded =
    typeof message === 'string' ? embeddedRecord(message, count, repairs) : undefined;
  const record = mergeAttributes(embedded ?? { message }, rest);
  return toFields(record, LOGGERS, { attributes, timestamp, logId: id });
}
