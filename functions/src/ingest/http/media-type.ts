import type { BodyKind } from '../reading/read-items.js';
import type { IngestRequest } from './http.js';
import { Problem } from './problem.js';

/** The request's media type without its parameters, in lower case; `''` for none. */
export function mediaType(request: IngestRequest): string {
  // A repeated header comes joined by commas.
  const [type = ''] = (request.header('content-type') ?? '').split(/[;,]/);
  return type.trim().toLowerCase();
}

/** The charset that the media type names, in lower case. */
export function charsetOf(request: IngestRequest): string | undefined {
  const [, charset] =
    /;\s*charset\s*=\s*"?([\w.:+-]+)/i.exec(request.header('content-type') ?? '') ?? [];
  return charset?.toLowerCase();
}

const KINDS: Readonly<Record<string, BodyKind>> = {
  'application/json': 'json',
  'application/json-seq': 'json',
  'application/x-ndjson': 'lines',
  'application/ndjson': 'lines',
  'application/jsonl': 'lines',
  'application/x-jsonl': 'lines',
  'application/jsonlines': 'lines',
  'application/x-jsonlines': 'lines',
  'application/json-lines': 'lines',
  'application/x-ldjson': 'lines',
  'application/ldjson': 'lines',
  'text/x-ndjson': 'lines',
  'text/plain': 'text',
};

/** Types that are never text, whatever the content. */
const BINARY =
  /^(?:image|audio|video|font|model|multipart)\/|^application\/(?:x-protobuf|protobuf|vnd\.google\.protobuf|grpc\b|zip|pdf|wasm|x-tar|vnd\.ms-)/;

/**
 * How to read a body: by its media type, or by its first byte if the type says nothing useful, such as
 * curl's form type. Parameters are ignored. Throws 415 if the body is not text.
 */
export function bodyKind(request: IngestRequest): BodyKind {
  const type = mediaType(request);
  const known = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
  if (known !== undefined) return known;
  if (!BINARY.test(type)) return 'judged';
  const accepted = 'application/json, application/x-ndjson, text/plain';
  throw new Problem(
    'unsupported_media_type',
    `Send Content-Type ${accepted.replace(/, (?=text)/, ' or ')}.`,
    { headers: { accept: accepted } },
  );
}
