import { GRPC, isGrpcName } from '../../lib/grpc-codes.js';

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

  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }

  get isPassing(): boolean {
    return PASSING.has(this.code);
  }

  static unavailable(why: string): ServiceError {
    return new ServiceError(GRPC.UNAVAILABLE, `The service could not be reached: ${why}`);
  }

  /** From an answer's body in the form of all Google APIs, `{"error":{"status":"ALREADY_EXISTS",…}}`, at times in an array. */
  static fromAnswer(httpStatus: number, body: unknown): ServiceError {
    const { error } = (Array.isArray(body) ? body[0] : body) ?? {};
    const status: unknown = error?.status;
    // Whatever stands in front of a service answers without a status of its own.
    return isGrpcName(status)
      ? new ServiceError(GRPC[status], `The service answered ${status}`)
      : ServiceError.unavailable(`HTTP status ${httpStatus}`);
  }
}
