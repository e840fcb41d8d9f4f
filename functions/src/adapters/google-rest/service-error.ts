import { GRPC, isGrpcName } from '../../lib/grpc-codes.js';

/**
 * HTTP statuses that map to a gRPC status even if a proxy in front of the service sent them: a
 * request that is malformed or too large stays so, and rejected credentials are fetched anew.
 */
const HTTP_CODES: Readonly<Record<number, number>> = {
  400: GRPC.INVALID_ARGUMENT,
  401: GRPC.UNAUTHENTICATED,
  413: GRPC.INVALID_ARGUMENT,
};

/** Codes for requests that are refused as such. */
const REFUSALS: ReadonlySet<number> = new Set([GRPC.INVALID_ARGUMENT, GRPC.OUT_OF_RANGE]);

/** Transient failures: a retry may succeed. Everything that we send is safe to send twice. */
const TRANSIENT: ReadonlySet<number> = new Set([
  GRPC.DEADLINE_EXCEEDED,
  GRPC.RESOURCE_EXHAUSTED,
  GRPC.ABORTED,
  GRPC.INTERNAL,
  GRPC.UNAVAILABLE,
]);

/** A Google service's failure, or failure to answer. `code` is a gRPC status; quotes no logs. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';

  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }

  get isTransient(): boolean {
    return TRANSIENT.has(this.code);
  }

  /** Whether the service will refuse the same request however often it is sent. */
  get isRefusal(): boolean {
    return REFUSALS.has(this.code);
  }

  static unavailable(why: string): ServiceError {
    return new ServiceError(GRPC.UNAVAILABLE, `The service could not be reached: ${why}`);
  }

  /**
   * From an answer's body in the form of all Google APIs,
   * `{"error":{"status":"ALREADY_EXISTS",…}}`, sometimes inside an array.
   */
  static fromAnswer(httpStatus: number, body: unknown): ServiceError {
    const { error } = (Array.isArray(body) ? body[0] : body) ?? {};
    const status: unknown = error?.status;
    const code = isGrpcName(status) ? GRPC[status] : HTTP_CODES[httpStatus];
    // A proxy in front of a service answers without such a status.
    return code === undefined
      ? ServiceError.unavailable(`HTTP status ${httpStatus}`)
      : new ServiceError(code, `The service answered ${isGrpcName(status) ? status : httpStatus}`);
  }
}

/** Whether an error is a service's refusal of the request as such. */
export function isRefusal(error: unknown): boolean {
  return error instanceof ServiceError && error.isRefusal;
}
