import type { DeadLetterReason } from '../contract/dead-letter.js';
import { errorCode } from '../lib/error-code.js';
import { GRPC } from '../lib/grpc-codes.js';

const PERMANENT: Readonly<Record<number, DeadLetterReason>> = {
  // No retry will make this document valid.
  [GRPC.INVALID_ARGUMENT]: 'rejected_by_store',
  [GRPC.OUT_OF_RANGE]: 'rejected_by_store',
};

export type Failure =
  | { kind: 'dead_letter'; reason: DeadLetterReason; detail: string }
  | { kind: 'retry'; cause: unknown };

/**
 * What to do about a failed write. Anything not known to be permanent counts as transient
 * (UNAVAILABLE, DEADLINE_EXCEEDED, ABORTED, RESOURCE_EXHAUSTED, INTERNAL, a missing permission
 * that an operator can grant, a bug that a deployment can fix): after 5 deliveries Pub/Sub
 * dead-letters it anyway, so a wrong guess costs time, never a log.
 */
export function classifyFailure(error: unknown): Failure {
  const code = errorCode(error);
  const reason = typeof code === 'number' ? PERMANENT[code] : undefined;
  return reason === undefined
    ? { kind: 'retry', cause: error }
    : { kind: 'dead_letter', reason, detail: `Firestore refused the document (gRPC code ${code})` };
}
