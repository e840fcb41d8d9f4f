import { isUtf8 } from 'node:buffer';

import { isRecord } from '../../../lib/is-record.js';
import { MAX_LOG_JSON_BYTES } from '../../../limits.js';
import { Problem } from '../../http/problem.js';
import { BadJson, parseJson } from '../../reading/parse-json.js';
import type { SentLog } from '../format.js';

/** A body that is the text of one log. */
export function readText(body: Buffer): SentLog[] {
  return [{ fields: { text: decode(body) }, alone: true }];
}

/** A body that is one log as a JSON object. */
export function readObject(body: Buffer): SentLog[] {
  if (body.length > MAX_LOG_JSON_BYTES) {
    const detail = `The log has ${body.length} bytes: at most ${MAX_LOG_JSON_BYTES} are read.`;
    throw new Problem('content_too_large', detail);
  }
  try {
    // RFC 8259, section 8.1: a byte order mark may be ignored.
    const fields = parseJson(decode(body).replace(/^\uFEFF/, ''));
    if (isRecord(fields)) return [{ fields, alone: true }];
  } catch (error) {
    if (!(error instanceof BadJson)) throw error;
    throw new Problem('invalid_request', `The body ${error.message}.`);
  }
  throw new Problem(
    'invalid_request',
    'The body must be a JSON object with the log in "text", or an array of such objects.',
  );
}

/** A byte order mark is part of what was sent: it stays. */
function decode(body: Buffer): string {
  if (isUtf8(body)) return body.toString('utf8');
  throw new Problem('invalid_request', 'The body is not valid UTF-8: send it encoded as UTF-8.');
}
