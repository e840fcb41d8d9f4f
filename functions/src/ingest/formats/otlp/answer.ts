import { type ProblemCode, PROBLEMS } from '../../../contract/problem-codes.js';
import { type IngestRequest, type IngestResponse, json } from '../../http/http.js';
import { mediaType } from '../../http/media-type.js';
import { type Problem, problemResponse } from '../../http/problem.js';
import type { PartialSuccess } from './protobuf.js';

/** OTLP answers in the encoding of the request. https://opentelemetry.io/docs/specs/otlp/#otlphttp-response */
export const PROTOBUF = 'application/x-protobuf';
export const JSON_TYPE = 'application/json';

/** https://grpc.io/docs/guides/status-codes/ */
const GRPC_CODES = {
  invalid_request: 3,
  unauthorized: 16,
  forbidden: 7,
  not_found: 5,
  method_not_allowed: 12,
  content_too_large: 3,
  unsupported_media_type: 3,
  too_many_requests: 8,
  internal_error: 13,
  unavailable: 14,
} as const satisfies Record<ProblemCode, number>;

/** Answers that all records were taken, or which were not. */
export async function successResponse(
  request: IngestRequest,
  partialSuccess: PartialSuccess | undefined,
  headers: Record<string, string>,
): Promise<IngestResponse> {
  if (mediaType(request) === PROTOBUF) {
    const { encodeResponse } = await import('./protobuf.js');
    return protobufResponse(200, encodeResponse(partialSuccess), headers);
  }
  if (partialSuccess === undefined) return json(200, {}, headers);
  const { rejectedLogRecords, errorMessage } = partialSuccess;
  // An int64 is a string in the JSON of protobuf.
  const told = { rejectedLogRecords: String(rejectedLogRecords), errorMessage };
  return json(200, { partialSuccess: told }, headers);
}

/** Says what went wrong as google.rpc.Status; as a problem where OTLP knows no encoding. */
export async function failureResponse(
  problem: Problem,
  request: IngestRequest,
): Promise<IngestResponse> {
  const { status } = PROBLEMS[problem.code];
  const code = GRPC_CODES[problem.code];
  const faults = problem.errors.map(({ pointer, detail }) => `${pointer} ${detail}`.trim());
  const message = [problem.message, ...faults].join(' ');
  switch (mediaType(request)) {
    case PROTOBUF: {
      const { encodeStatus } = await import('./protobuf.js');
      return protobufResponse(status, encodeStatus({ code, message }), problem.headers);
    }
    case JSON_TYPE:
      return json(status, { code, message }, problem.headers);
    default:
      return problemResponse(problem);
  }
}

function protobufResponse(
  status: number,
  body: Buffer,
  headers: Readonly<Record<string, string>>,
): IngestResponse {
  return { status, headers: { 'content-type': PROTOBUF, ...headers }, body };
}
