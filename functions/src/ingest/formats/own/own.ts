import type { Source } from '../../../contract/log-message.js';
import { byMediaType } from '../../http/media-type.js';
import { Problem } from '../../http/problem.js';
import { beginsArray } from '../../reading/split-items.js';
import { keyOfBasic } from '../foreign/credentials.js';
import type { Format, SentLog } from '../format.js';
import { answerBatch, answerOne } from './answer.js';
import { readArray, readLines } from './read-batch.js';
import { readObject, readText } from './read-one.js';

interface MediaType {
  source: Source;
  read: (body: Buffer) => Iterable<SentLog>;
}

const LINES: MediaType = { source: 'json_upload', read: readLines };

/** One entry a media type. */
const MEDIA_TYPES: Readonly<Record<string, MediaType>> = {
  'application/json': {
    source: 'json_upload',
    read: (body) => (beginsArray(body) ? readArray(body) : readObject(body)),
  },
  'application/x-ndjson': LINES,
  'application/ndjson': LINES,
  'application/jsonl': LINES,
  'text/plain': { source: 'text_upload', read: readText },
};

/** The gateway's own way: a log as JSON or as plain text, or a batch of logs in JSON. */
export const own: Format = {
  source: (request) => byMediaType(request, MEDIA_TYPES).source,
  credential: keyOfBasic,

  read(body, request) {
    if (body.length === 0) throw new Problem('invalid_request', 'The body is empty: send a log.');
    return byMediaType(request, MEDIA_TYPES).read(body);
  },

  answer: (outcome) => (outcome.alone ? answerOne(outcome) : answerBatch(outcome)),
};
