import type { DeadLetterDocument } from '../contract/dead-letter.js';

/** The bytes that were received; `undefined` where the document keeps only a part of them. */
export function restorePayload(document: DeadLetterDocument): Buffer | undefined {
  if (document.payload_truncated) return undefined;
  return Buffer.from(document.payload, document.payload_encoding);
}
