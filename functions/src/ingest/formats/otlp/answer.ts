import { type ProblemCode, PROBLEMS } from '../../../contract/problem-codes.js';
import { GRPC } from '../../../lib/grpc-codes.js';
import { MAX_REPORTED_ERRORS, RETRY_AFTER_SECONDS } from '../../../limits.js';
import { type IngestRequest, type IngestResponse, json } from '../../http/http.js';
import { mediaType } from '../../http/media-type.js';
import { Problem, problemResponse } from '../../http/problem.js';
import type { IntakeOutcome } from '../format.js';
import type { PartialSuccess } from './protobuf.js';

/** OTLP answers in the encoding of the request. https://opentelemetry.io/docs/specs/otlp/#otlphttp-response */
const PROTOBUF = 'application/x-protobuf';

export const PROTOBUF_TYPES: ReadonlySet<string> = new Set([
  PROTOBUF,
  'application/protobuf',
  'application/vnd.google.protobuf',
]);
export const JSON_TYPES: ReadonlySet<string> = new Set(['application/json', 'text/json']);

const GRPC_CODES = {
  invalid_request: GRPC.INVALID_ARGUMENT,
  unauthorized: GRPC.UNAUTHENTICATED,
  forbidden: GRPC.PERMISSION_DENIED,
  not_found: GRPC.NOT_FOUND,
  method_not_allowed: GRPC.UNIMPLEMENTED,
  content_too_large: GRPC.INVALID_ARGUMENT,
  unsupported_media_type: GRPC.INVALID_ARGUMENT,
  too_many_requests: GRPC.RESOURCE_EXHAUSTED,
  internal_error: GRPC.INTERNAL,
  unavailable: GRPC.UNAVAILABLE,
} as const satisfies Record<ProblemCode, number>;

/** Answers that all records were accepted, or which were not. Throws 400 if none was. */
export async function answerExport(
  { logs, accepted, rejected, headers }: IntakeOutcome,
  request: IngestRequest,
): Promise<IngestResponse> {
  const errorMessage = faultsOf(logs).join('; ');
  if (rejected > 0 && accepted === 0) {
    throw new Problem('invalid_request', `No record is valid: ${errorMessage}.`);
  }
  // If none was rejected, a message is a warning: the protocol's place for repairs.
  const partialSuccess =
    errorMessage === '' ? undefined : { rejectedLogRecords: rejected, errorMessage };
  return successResponse(request, partialSuccess, headers);
}

function faultsOf(logs: IntakeOutcome['logs']): string[] {
  const faults: string[] = [];
  for (const [index, log] of logs.entries()) {
    if (faults.length === MAX_REPORTED_ERRORS) break;
    const said = log.ok
      ? log.repairs.map(({ pointer, repair }) => `${pointer} ${repair}`.trim())
      : log.errors.map(({ pointer, detail }) => `${pointer} ${detail}`.trim());
    if (said.length > 0) faults.push(`record ${index}: ${said.join(', ')}`);
  }
  return faults;
}

async function successResponse(
  request: IngestRequest,
  partialSuccess: PartialSuccess | undefined,
  headers: Readonly<Record<string, string>>,
): Promise<IngestResponse> {
  if (PROTOBUF_TYPES.has(mediaType(request))) {
    const { encodeResponse } = await import('./protobuf.js');
    return protobufResponse(200, encodeResponse(partialSuccess), headers);
  }
  if (partialSuccess === undefined) return json(200, {}, headers);
  const { rejectedLogRecords, errorMessage } = partialSuccess;
  // An int64 is a string in the JSON of protobuf.
  const told = { rejectedLogRecords: String(rejectedLogRecords), errorMessage };
  return json(200, { partialSuccess: told }, headers);
}

/** Describes an error as google.rpc.Status, or as a problem if OTLP knows no encoding. */
export async function failureResponse(
  problem: Problem,
  request: IngestRequest,
): Promise<IngestResponse> {
  const { code: named } = problem;
  const retryAfter = named !== retriable(named) && { 'retry-after': String(RETRY_AFTER_SECONDS) };
  const headers = { ...problem.headers, ...retryAfter };
  const { status } = PROBLEMS[retriable(named)];
  const code = GRPC_CODES[named];
  const faults = problem.errors.map(({ pointer, detail }) => `${pointer} ${detail}`.trim());
  const message = [problem.message, ...faults].join(' ');
  const type = mediaType(request);
  if (PROTOBUF_TYPES.has(type)) {
    const { encodeStatus } = await import('./protobuf.js');
    return protobufResponse(status, encodeStatus({ code, message }), headers);
  }
  return JSON_TYPES.has(type) ? json(status, { code, message }, headers) : problemResponse(problem);
}

/**
 * Exporters retry on 429, 502, 503 and 504, and drop the data on a 500:
 * https://opentelemetry.io/docs/specs/otlp/#retryable-response-codes
 */
function retriable(code: ProblemCode): ProblemCode {
  return code === 'internal_error' ? 'unavailable' : code;
}

function protobufResponse(
  status: number,
  body: Buffer,
  headers: Readonly<Record<string, string>>,
): IngestResponse {
  return { status, headers: { 'content-type': PROTOBUF, ...headers }, body };
}
