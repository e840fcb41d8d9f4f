import type { DeadLetterDocument } from '../../../functions/src/contract/dead-letter.js';

export {
  DEAD_LETTER_REASONS,
  type DeadLetterReason,
  isDeadLetterReason,
} from '../../../functions/src/contract/dead-letter-reason.js';

/** A document of `dead_letters` with its id. */
export type DeadLetter = DeadLetterDocument & { id: string };

/** The payload for a person: JSON indented, text as it is, of anything else that it is none. */
export function showPayload({
  payload,
  payload_encoding,
}: Pick<DeadLetter, 'payload' | 'payload_encoding'>): { text: string; binary: boolean } {
  if (payload_encoding === 'base64') return { text: payload, binary: true };
  try {
    return { text: JSON.stringify(JSON.parse(payload), undefined, 2), binary: false };
  } catch {
    return { text: payload, binary: false };
  }
}
