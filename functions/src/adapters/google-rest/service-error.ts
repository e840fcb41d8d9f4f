import { GRPC, isGrpcName } from '../../lib/grpc-codes.js';

/**
 * HTTP statuses that mean a gRPC status whatever stands in front of the service says: a request that
 * is malformed or too large stays so, and credentials that are not taken are read anew.
 */
const HTTP_CODES: Readonly<Record<number, number>> = {
  400: GRPC.INVALID_ARGUMENT,
  401: GRPC.UNAUTHENTICATED,
  413: GRPC.INVALID_ARGUMENT,
};

/** Codes of a request that is refused for what it is. */
const REFUSALS: ReadonlySet<number> = new Set([GRPC.INVALID_ARGUMENT, GRPC.OUT_OF_RANGE]);

/** What may go well if it is tried again; all that is sent here may be sent twice. */
const PASSING: ReadonlySet<number> = new Set([
  GRPC.DEADLINE_EXCEEDED,
  GRPC.RESOURCE_EXHAUSTED,
  GRPC.ABORTED,
  GRPC.INTERNAL,
  GRPC.UNAVAILABLE,
]);

/** What a Google service answered, or that it did not. `code` is a gRPC status; no log is quoted. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';

  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }

  get isPassing(): boolean {
    return PASSING.has(this.code);
  }

  /** Whether the service will not take the same request however often it is sent. */
  get isRefusal(): boolean {
    return REFUSALS.has(this.code);
  }

  static unavailable(why: string): ServiceError {
    return new ServiceError(GRPC.UNAVAILABLE, `The service could not be reached: ${why}`);
  }

  /** From an answer's body in the form of all Google APIs, `{"error":{"status":"ALREADY_EXISTS",…}}`, at times in an array. */
  static fromAnswer(httpStatus: number, body: unknown): ServiceError {
    const { error } = (Array.isArray(body) ? body[0] : body) ?? {};
    const status: unknown = error?.status;
    const code = isGrpcName(status) ? GRPC[status] : HTTP_CODES[httpStatus];
    // Whatever stands in front of a service answers without a status of its own.
    return code === undefined
      ? ServiceError.unavailable(`HTTP status ${httpStatus}`)
      : new ServiceError(code, `The service answered ${isGrpcName(status) ? status : httpStatus}`);
  }
}

/** Whether an error is a service's refusal of the request as such. */
export function isRefusal(error: unknown): boolean {
  return error instanceof ServiceError && error.isRefusal;
}
