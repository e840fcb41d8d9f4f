import type { DeadLetterReason } from '../contract/dead-letter.js';
import { errorCode } from '../lib/error-code.js';
import { GRPC } from '../lib/grpc-codes.js';

const PERMANENT: Readonly<Record<number, DeadLetterReason>> = {
  // No attempt will make this document a valid one.
  [GRPC.INVALID_ARGUMENT]: 'rejected_by_store',
  [GRPC.OUT_OF_RANGE]: 'rejected_by_store',
};

export type Failure =
  | { kind: 'dead_letter'; reason: DeadLetterReason; detail: string }
  | { kind: 'retry'; cause: unknown };

/**
 * What to do about a failed write. All that is not known to be permanent is taken for transient
 * (UNAVAILABLE, DEADLINE_EXCEEDED, ABORTED, RESOURCE_EXHAUSTED, INTERNAL, a missing permission
 * that an operator can grant, a bug that a deployment can fix): after 5 deliveries Pub/Sub
 * dead-letters it anyway, so that a wrong guess costs time and never a log.
 */
export function classifyFailure(error: unknown): Failure {
  const code = errorCode(error);
  const reason = typeof code === 'number' ? PERMANENT[code] : undefined;
  return reason === undefined
    ? { kind: 'retry', cause: error }
    : { kind: 'dead_letter', reason, detail: `Firestore refused the document (gRPC code ${code})` };
}
