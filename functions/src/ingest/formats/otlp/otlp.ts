import { createHash } from 'node:crypto';

import { mediaType } from '../../http/media-type.js';
import { derivedId, hasRequestId } from '../../http/request-ids.js';
import type { Format, SentLog } from '../format.js';
import { answerExport, failureResponse } from './answer.js';
import { readExport } from './read-request.js';
import { hasFineClock, readRecords } from './records.js';

/** OTLP/HTTP, in JSON or protobuf: https://opentelemetry.io/docs/specs/otlp/#otlphttp */
export const otlp: Format = {
  source: 'otlp_upload',

  async read(body, request) {
    const groups = await readExport(body, mediaType(request));
    const records = readRecords(groups, Date.now());
    return !hasRequestId(request) && hasFineClock(groups) ? withIdsOf(body, records) : records;
  },

  answer: answerExport,
  failure: failureResponse,
};

/**
 * OTLP has no ids. Where the clock of its records is finer than a millisecond, the same bytes again
 * are the same request again: a retry. Otherwise two requests may be equal and both be meant, so
 * that ids are random.
 */
function* withIdsOf(body: Buffer, records: Iterable<SentLog>): Generator<SentLog> {
  const hash = createHash('sha256').update(body).digest();
  let index = 0;
  for (const record of records) {
    yield { ...record, fields: { ...record.fields, log_id: derivedId(hash, index) } };
    index += 1;
  }
}
