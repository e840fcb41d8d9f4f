import { contentCoding } from '../../http/inflate.js';
import { bodyKind, charsetOf } from '../../http/media-type.js';
import type { IngestRequest } from '../../http/http.js';
import { firstByte } from '../../reading/json-spans.js';
import { Problem } from '../../http/problem.js';
import { BadJson } from '../../reading/parse-json.js';
import { readItems } from '../../reading/read-items.js';
import { toUtf8 } from '../../reading/to-utf8.js';
import { keyOfBasic } from '../foreign/credentials.js';
import type { Format, SentLog } from '../format.js';
import { formatByBody, readIfSuch } from '../by-body.js';
import { answerBatch, answerOne } from './answer.js';

/** The gateway's own way: a log as JSON or as plain text, or several logs in JSON. */
export const own: Format = {
  credential: keyOfBasic,
  source: (request) => {
    const kind = bodyKind(request);
    const isText = kind === 'text' || (kind === 'judged' && isPlainText(request));
    return isText ? 'text_upload' : 'json_upload';
  },

  async read(body, request, budget) {
    if (body.length === 0) throw new Problem('invalid_request', 'The body is empty: send a log.');
    // It was compressed: otherwise its format would have been recognised before.
    const byBody = body === request.body ? undefined : formatByBody(body);
    const logs = byBody && (await readIfSuch(await byBody(), body, request, budget));
    if (logs !== undefined) return logs;
    return explained(readItems(toUtf8(body, charsetOf(request)), bodyKind(request), budget));
  },

  answer: (outcome) => (outcome.alone ? answerOne(outcome) : answerBatch(outcome)),
};

/** For a compressed body this is not known yet: it counts as JSON, as most are. */
function isPlainText(request: IngestRequest): boolean {
  if (contentCoding(request) !== undefined) return false;
  const first = firstByte(request.body);
  return first !== undefined && first !== 0x7b && first !== 0x5b;
}

/** If the body is a single broken object, says where it is broken. */
function explained(logs: Iterable<SentLog>): Iterable<SentLog> {
  return {
    [Symbol.iterator]() {
      const iterator = logs[Symbol.iterator]();
      // Not a generator, which would make two more objects for each log.
      return {
        next: () => {
          try {
            return iterator.next();
          } catch (error) {
            if (!(error instanceof BadJson)) throw error;
            throw new Problem('invalid_request', `The body ${error.message}.`);
          }
        },
      };
    },
  };
}
