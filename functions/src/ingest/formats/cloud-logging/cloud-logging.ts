import { isUtf8 } from 'node:buffer';

import type { Repair } from '../../../contract/repairs.js';
import { isRecord } from '../../../lib/is-record.js';
import { Problem } from '../../http/problem.js';
import { mergeAttributes, type Named } from '../foreign/attributes.js';
import { keyOfBasic } from '../foreign/credentials.js';
import { describeRejected } from '../foreign/describe-rejected.js';
import { embeddedRecord } from '../foreign/embedded.js';
import { InflatedBytes } from '../foreign/inflate-record.js';
import { readJsonBody } from '../foreign/json-values.js';
import { LOGGERS, toFields } from '../foreign/record.js';
import { sentBytes } from '../foreign/sent-bytes.js';
import { ValueCount } from '../foreign/value-count.js';
import type { Format, SentLog } from '../format.js';

/**
 * A push of Pub/Sub, which carries an entry of a Cloud Logging sink or any other message:
 * https://cloud.google.com/pubsub/docs/push#receive_push,
 * https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry
 */
export const cloudLogging: Format = {
  source: 'pubsub_push',
  credential: keyOfBasic,

  read(body, request, budget) {
    const count = new ValueCount(budget);
    const messageId = request.header('x-goog-pubsub-message-id');
    if (messageId !== undefined) return [toLog(bareMessage(body, messageId), count)];
    const { value } = readJsonBody(body, count);
    const { message, ...others } = isRecord(value) ? value : {};
    if (isRecord(message)) return [toLog(message, count)];
    if (Object.keys(others).length > 0) return [toLog(bareMessage(body), count)];
    throw new Problem('invalid_request', 'The body has no "message".');
  },

  answer(outcome) {
    if (outcome.rejected > 0) throw new Problem('invalid_request', describeRejected(outcome));
    // Pub/Sub takes this as an acknowledgement.
    return { status: 204, headers: outcome.headers, body: undefined };
  },
};

/**
 * What a subscription without the wrapper sends: the data alone, and with its metadata the id in a
 * header. https://cloud.google.com/pubsub/docs/payload-unwrapping
 */
function bareMessage(body: Buffer, messageId?: string): Named {
  return { data: body, ...(messageId !== undefined && { messageId }) };
}

function toLog(message: Named, count: ValueCount): SentLog {
  const { data, attributes, messageId, message_id, publishTime, publish_time, ...others } = message;
  const { length } = typeof data === 'string' || Buffer.isBuffer(data) ? data : '';
  const bytes = sentBytes(data ?? '', new InflatedBytes(length));
  const repairs: Repair[] = isUtf8(bytes) ? [] : [{ pointer: '', repair: 'invalid_unicode' }];
  const text = bytes.toString('utf8');
  const entry = embeddedRecord(text, count, repairs);
  // Among the others is the key by which messages are ordered.
  const labels = mergeAttributes(isRecord(attributes) ? attributes : { attributes }, others);
  if (entry !== undefined && isEntry(entry)) return { fields: fromEntry(entry, labels), repairs };
  // A redelivery has the same id.
  const id = messageId ?? message_id;
  const logId = typeof id === 'string' ? { logId: `pubsub-${id}` } : {};
  const fields = toFields(entry ?? { message: text }, LOGGERS, { attributes: labels, ...logId });
  return { fields: { timestamp: publishTime ?? publish_time, ...fields }, repairs };
}

function isEntry(record: Named): boolean {
  return typeof record['logName'] === 'string' && typeof record['insertId'] === 'string';
}

/** The text is the payload's; the rest is kept under the names of LogEntry. */
function fromEntry(entry: Named, labels: Named): Record<string, unknown> {
  const { textPayload, jsonPayload, timestamp, receiveTimestamp, severity, insertId, ...rest } =
    entry;
  const { message, ...payload } = isRecord(jsonPayload) ? jsonPayload : {};
  const own = typeof message === 'string' ? payload : jsonPayload;
  const text = typeof message === 'string' ? message : (textPayload ?? saidBy(entry));
  const isUnsaid = textPayload !== undefined && text !== textPayload;
  const isOwn = isRecord(own) || (own != null && text === textPayload);
  const isSaid = severity === undefined || severity === 'DEFAULT';
  return toFields(text === undefined ? {} : { message: text }, LOGGERS, {
    timestamp: timestamp ?? receiveTimestamp,
    logId: insertId,
    attributes: mergeAttributes(
      isSaid ? {} : { severity },
      {
        ...rest,
        receiveTimestamp,
        ...(isUnsaid && { textPayload }),
        ...(isOwn && { jsonPayload: own }),
      },
      labels,
    ),
  });
}

/** The text of an entry without one, such as that of a load balancer: its request. */
function saidBy({ jsonPayload, protoPayload, httpRequest }: Named): string | undefined {
  const said = jsonPayload ?? protoPayload ?? httpRequest;
  return said == null ? undefined : JSON.stringify(said);
}
