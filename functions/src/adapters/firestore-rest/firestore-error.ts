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

/** What may go well if it is tried again; all that this adapter sends may be sent twice. */
const PASSING: ReadonlySet<number> = new Set([4, 8, 10, 13, 14]);

/** What Firestore answered, or that it did not. `code` is a gRPC status; no log is quoted. */
export class FirestoreError extends Error {
  override readonly name = 'FirestoreError';

  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }

  get isPassing(): boolean {
    return PASSING.has(this.code);
  }

  static unavailable(why: string): FirestoreError {
    return new FirestoreError(14, `Firestore could not be reached: ${why}`);
  }

  /** From an answer's body, `{"error":{"status":"ALREADY_EXISTS",…}}`, at times in an array. */
  static fromAnswer(httpStatus: number, body: unknown): FirestoreError {
    const { error } = (Array.isArray(body) ? body[0] : body) ?? {};
    const status: unknown = error?.status;
    const code = typeof status === 'string' ? CODES[status] : undefined;
    // Whatever stands in front of Firestore answers without a status of its own.
    return code === undefined
      ? FirestoreError.unavailable(`HTTP status ${httpStatus}`)
      : new FirestoreError(code, `Firestore answered ${String(status)}`);
  }
}
