import contentType from 'content-type';

import type { IngestRequest } from './http.js';
import { Problem } from './problem.js';

const CHARSETS = new Set(['utf-8', 'utf8', 'us-ascii']);

/** The request's media type without its parameters; `''` for what is none. */
export function mediaType(request: IngestRequest): string {
  return parse(request).type;
}

/** Finds what is known for the request's media type. Throws 415 for another type or charset. */
export function byMediaType<T>(request: IngestRequest, known: Readonly<Record<string, T>>): T {
  const { type, charset } = parse(request);
  const found = Object.hasOwn(known, type) ? known[type] : undefined;
  if (found === undefined) {
    const types = Object.keys(known);
    const hint = type === 'application/x-www-form-urlencoded' ? ' A form is what curl sends.' : '';
    throw new Problem(
      'unsupported_media_type',
      `Send Content-Type ${types.slice(0, -1).join(', ')} or ${types.at(-1)}.${hint}`,
      { headers: { accept: types.join(', ') } },
    );
  }
  if (!CHARSETS.has(charset)) {
    const detail = 'Send the body in UTF-8: no other charset is read.';
    throw new Problem('unsupported_media_type', detail);
  }
  return found;
}

function parse(request: IngestRequest): { type: string; charset: string } {
  try {
    const { type, parameters } = contentType.parse(request.header('content-type') ?? '');
    return { type, charset: parameters['charset']?.toLowerCase() ?? 'utf-8' };
  } catch {
    return { type: '', charset: 'utf-8' };
  }
}
