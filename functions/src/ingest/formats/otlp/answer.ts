import { type ProblemCode, PROBLEMS } from '../../../contract/problem-codes.js';
import { GRPC } from '../../../lib/grpc-codes.js';
import { MAX_REPORTED_ERRORS } from '../../../limits.js';
import { type IngestRequest, type IngestResponse, json } from '../../http/http.js';
import { mediaType } from '../../http/media-type.js';
import { Problem, problemResponse } from '../../http/problem.js';
import type { IntakeOutcome } from '../format.js';
import type { PartialSuccess } from './protobuf.js';

/** OTLP answers in the encoding of the request. https://opentelemetry.io/docs/specs/otlp/#otlphttp-response */
export const PROTOBUF = 'application/x-protobuf';
export const JSON_TYPE = 'application/json';

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

/** Answers that all records were taken, or which were not. Throws 400 where none of them was. */
export async function answerExport(
  { logs, accepted, rejected, headers }: IntakeOutcome,
  request: IngestRequest,
): Promise<IngestResponse> {
  const errorMessage = faultsOf(logs).join('; ');
  if (rejected > 0 && accepted === 0) {
    throw new Problem('invalid_request', `No record is valid: ${errorMessage}.`);
  }
  const partialSuccess =
    rejected === 0 ? undefined : { rejectedLogRecords: rejected, errorMessage };
  return successResponse(request, partialSuccess, headers);
}

function faultsOf(logs: IntakeOutcome['logs']): string[] {
  const faults: string[] = [];
  for (const [index, log] of logs.entries()) {
    if (faults.length === MAX_REPORTED_ERRORS) break;
    if (log.ok) continue;
    const errors = log.errors.map(({ pointer, detail }) => `${pointer} ${detail}`.trim());
    faults.push(`record ${index}: ${errors.join(', ')}`);
  }
  return faults;
}

async function successResponse(
  request: IngestRequest,
  partialSuccess: PartialSuccess | undefined,
  headers: Readonly<Record<string, string>>,
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
