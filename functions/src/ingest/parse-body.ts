import contentType from 'content-type';

import type { Source } from '../contract/log-message.js';
import { MAX_REQUEST_BYTES } from '../limits.js';
import type { IngestRequest } from './http.js';
import { parseJsonObject } from './parse-json.js';
import { Problem } from './problem.js';

/** A log as the client described it, nothing checked but its outer form. */
export interface ClientLog {
  source: Source;
  fields: Record<string, unknown>;
}

/** One entry a media type: where a further format goes. */
const PARSERS: Readonly<Record<string, (text: string) => ClientLog>> = {
  'application/json': (text) => ({
    source: 'json_upload',
    // RFC 8259, section 8.1: a byte order mark may be ignored.
    fields: parseJsonObject(text.replace(/^\uFEFF/, '')),
  }),
  'text/plain': (text) => ({ source: 'text_upload', fields: { text } }),
};

const SUPPORTED = Object.keys(PARSERS).join(' or ');

/** Reads the body by its media type. Throws 400, 413 or 415. */
export function parseBody(request: IngestRequest): ClientLog {
  const parse = parserFor(request);
  if (request.body.length > MAX_REQUEST_BYTES) {
    throw new Problem(
      'content_too_large',
      `The body has ${request.body.length} bytes: at most ${MAX_REQUEST_BYTES} are taken.`,
    );
  }
  if (request.body.length === 0) {
    throw new Problem('invalid_request', 'The body is empty: send a log.');
  }
  return parse(decodeUtf8(request.body));
}

function parserFor(request: IngestRequest): (text: string) => ClientLog {
  const encoding = request.header('content-encoding')?.trim().toLowerCase() || 'identity';
  if (encoding !== 'identity') {
    throw new Problem('unsupported_media_type', 'Send the body without a Content-Encoding.', {
      headers: { 'accept-encoding': 'identity' },
    });
  }
  const { type, charset } = mediaType(request.header('content-type'));
  const parse = Object.hasOwn(PARSERS, type) ? PARSERS[type] : undefined;
  if (parse === undefined) {
    throw new Problem('unsupported_media_type', `Send Content-Type ${SUPPORTED}.`, {
      headers: { accept: Object.keys(PARSERS).join(', ') },
    });
  }
  if (!['utf-8', 'utf8', 'us-ascii'].includes(charset)) {
    throw new Problem(
      'unsupported_media_type',
      'Send the body in UTF-8: no other charset is read.',
    );
  }
  return parse;
}

function mediaType(header: string | undefined): { type: string; charset: string } {
  try {
    const { type, parameters } = contentType.parse(header ?? '');
    return { type, charset: parameters['charset']?.toLowerCase() ?? 'utf-8' };
  } catch {
    return { type: '', charset: 'utf-8' };
  }
}

function decodeUtf8(body: Buffer): string {
  try {
    // A byte order mark is part of what was sent: keep it.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    throw new Problem('invalid_request', 'The body is not valid UTF-8: send it encoded as UTF-8.');
  }
}
