/** gRPC's status codes by name: https://grpc.io/docs/guides/status-codes/ */
const CODES: Readonly<Record<string, number>> = {
  CANCELLED: 1,
  UNKNOWN: 2,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  ABORTED: 10,
  OUT_OF_RANGE: 11,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  DATA_LOSS: 15,
  UNAUTHENTICATED: 16,
};

/**
 * HTTP statuses that mean a gRPC status whatever stands in front of the service says: a request that
 * is malformed or too large stays so, and credentials that are not taken are read anew.
 */
const HTTP_CODES: Readonly<Record<number, number>> = { 400: 3, 401: 16, 413: 3 };

/** Codes of a request that is refused for what it is: INVALID_ARGUMENT and OUT_OF_RANGE. */
const REFUSALS: ReadonlySet<number> = new Set([3, 11]);

/** What may go well if it is tried again; all that is sent here may be sent twice. */
const PASSING: ReadonlySet<number> = new Set([4, 8, 10, 13, 14]);

/** What a Google service answered, or that it did not. `code` is a gRPC status; no log is quoted. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';

  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }

  get isPassing(): boolean {
    return PASSING.has(this.code);
  }

  /** Whether the service will not take the same request however often it is sent. */
  get isRefusal(): boolean {
    return REFUSALS.has(this.code);
  }

  static unavailable(why: string): ServiceError {
    return new ServiceError(14, `The service could not be reached: ${why}`);
  }

  /** From an answer's body in the form of all Google APIs, `{"error":{"status":"ALREADY_EXISTS",…}}`, at times in an array. */
  static fromAnswer(httpStatus: number, body: unknown): ServiceError {
    const { error } = (Array.isArray(body) ? body[0] : body) ?? {};
    const status: unknown = error?.status;
    const code = (typeof status === 'string' ? CODES[status] : undefined) ?? HTTP_CODES[httpStatus];
    // Whatever stands in front of a service answers without a status of its own.
    return code === undefined
      ? ServiceError.unavailable(`HTTP status ${httpStatus}`)
      : new ServiceError(code, `The service answered ${String(status ?? httpStatus)}`);
  }
}

/** Whether an error is a service's refusal of the request as such. */
export function isRefusal(error: unknown): boolean {
  return error instanceof ServiceError && error.isRefusal;
}
