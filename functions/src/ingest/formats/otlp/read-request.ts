import { isUtf8 } from 'node:buffer';

import type { Source } from '../../../contract/log-message.js';
import { MAX_OTLP_VALUES, MAX_REPORTED_ERRORS } from '../../../limits.js';
import { BadJson, parseJson } from '../../reading/parse-json.js';
import { jsonPointer, Problem } from '../../http/problem.js';
import { JSON_TYPE, PROTOBUF } from './answer.js';
import { type ExportRequest, exportRequestSchema } from './request.js';

interface Encoding {
  source: Source;
  /** Throws 400 or 413. */
  read: (body: Buffer) => ExportRequest | Promise<ExportRequest>;
}

/** How a body is read, by the media type. */
export const ENCODINGS: Readonly<Record<string, Encoding>> = {
  [JSON_TYPE]: { source: 'otlp_upload', read: readJson },
  [PROTOBUF]: { source: 'otlp_upload', read: readProtobuf },
};

/** OTLP's own levels, each of which takes four of JSON. */
const MAX_OTLP_JSON_DEPTH = 96;

function readJson(body: Buffer): ExportRequest {
  if (!isUtf8(body)) throw invalid('The body is not valid UTF-8.');
  if (countSeparators(body) > MAX_OTLP_VALUES) throw tooMany();
  try {
    const parsed = exportRequestSchema.safeParse(
      parseJson(body.toString('utf8'), MAX_OTLP_JSON_DEPTH),
    );
    if (parsed.success) return parsed.data;
    const faults = parsed.error.issues.slice(0, MAX_REPORTED_ERRORS);
    const errors = faults.map(({ path, message: detail }) => ({
      pointer: jsonPointer(path),
      detail,
    }));
    throw new Problem('invalid_request', 'The body is not an export request.', { errors });
  } catch (error) {
    if (error instanceof BadJson) throw invalid(`The body ${error.message}.`);
    throw error;
  }
}

async function readProtobuf(body: Buffer): Promise<ExportRequest> {
  // Loaded when first needed: most processes never do, and each would start later.
  const { decodeRequest, TooManyValues } = await import('./protobuf.js');
  try {
    return decodeRequest(body);
  } catch (error) {
    if (error instanceof TooManyValues) throw tooMany();
    throw invalid('The body is not an ExportLogsServiceRequest in protobuf.');
  }
}

/** Commas and opening brackets: no fewer than there are values. Those in strings count, too. */
function countSeparators(body: Buffer): number {
  // Fewer bytes cannot hold more.
  if (body.length <= MAX_OTLP_VALUES) return 0;
  let separators = 0;
  for (const byte of body) {
    if (byte === 0x2c || byte === 0x5b || byte === 0x7b) separators += 1;
  }
  return separators;
}

function invalid(detail: string): Problem {
  return new Problem('invalid_request', detail);
}

function tooMany(): Problem {
  return new Problem('content_too_large', 'The request holds too many values: send fewer records.');
}
