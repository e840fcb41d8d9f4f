import { createHash } from 'node:crypto';

import { mediaType } from '../../http/media-type.js';
import { hasRequestId } from '../../http/request-ids.js';
import { withIdsOf } from '../foreign/retry-ids.js';
import type { Format } from '../format.js';
import { answerExport, failureResponse } from './answer.js';
import { readExport } from './read-request.js';
import { hasFineClock, readRecords } from './records.js';

/** OTLP/HTTP, in JSON or protobuf: https://opentelemetry.io/docs/specs/otlp/#otlphttp */
export const otlp: Format = {
  source: 'otlp_upload',

  async read(body, request) {
    const groups = await readExport(body, mediaType(request));
    const records = readRecords(groups, Date.now());
    // OTLP has no ids. Where the clock of its records is finer than a millisecond, the same bytes again
    // are the same request again: a retry. Otherwise two requests may be equal and both be meant, so
    // that ids are random.
    if (hasRequestId(request) || !hasFineClock(groups)) return records;
    return withIdsOf(createHash('sha256').update(body).digest(), records);
  },

  answer: answerExport,
  failure: failureResponse,
};
