/**
 * Why a message, or one of its logs, was not stored. The reason travels as a machine-readable
 * attribute of the dead-letter message.
 */
export const DEAD_LETTER_REASONS = {
  undecodable: 'the message is not JSON in UTF-8',
  schema_mismatch: 'the message does not follow the schema',
  invalid_log: 'the log does not follow the schema',
  log_id_conflict: 'the log_id already belongs to a log with other content',
  document_too_large: 'the log does not fit a Firestore document',
  rejected_by_store: 'Firestore refused the document for good',
  attempts_exhausted: 'every delivery failed until Pub/Sub gave up',
  unknown: 'it came to the dead-letter topic without a reason',
} as const;

export type DeadLetterReason = keyof typeof DEAD_LETTER_REASONS;

export function isDeadLetterReason(value: string | undefined): value is DeadLetterReason {
  return value !== undefined && Object.hasOwn(DEAD_LETTER_REASONS, value);
}
