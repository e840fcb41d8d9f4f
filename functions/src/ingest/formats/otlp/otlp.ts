import { createHash } from 'node:crypto';

import { charsetOf, mediaType } from '../../http/media-type.js';
import { hasRequestId } from '../../http/request-ids.js';
import { keyOfBasic } from '../foreign/credentials.js';
import { withIdsOf } from '../foreign/retry-ids.js';
import type { Format } from '../format.js';
import { answerExport, failureResponse } from './answer.js';
import { readExport } from './read-request.js';
import { hasFineClock, readRecords } from './records.js';

/** OTLP/HTTP, in JSON or protobuf: https://opentelemetry.io/docs/specs/otlp/#otlphttp */
export const otlp: Format = {
  source: 'otlp_upload',
  credential: keyOfBasic,

  async read(body, request) {
    const groups = await readExport(body, mediaType(request), charsetOf(request));
    const records = readRecords(groups, Date.now());
    // OTLP has no ids. If its records' clock is finer than a millisecond, the same bytes again are a
    // retry of the same request. Otherwise two equal requests may both be intended, so ids are random.
    if (hasRequestId(request) || !hasFineClock(groups)) return records;
    return withIdsOf(createHash('sha256').update(body).digest(), records);
  },

  answer: answerExport,
  failure: failureResponse,
};
