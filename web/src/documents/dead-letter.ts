import type { DeadLetterDocument } from '../../../functions/src/contract/dead-letter.js';

export {
  DEAD_LETTER_REASONS,
  type DeadLetterReason,
  isDeadLetterReason,
} from '../../../functions/src/contract/dead-letter-reason.js';

/** A document of `dead_letters` with its id. */
export type DeadLetter = DeadLetterDocument & { id: string };

/** The payload for display: JSON indented, other text as it is; `binary` if it is not text. */
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

/** How often a letter was sent back automatically, and with what result. */
export function describeRounds({
  rounds = 0,
  replayed_at,
}: Pick<DeadLetter, 'rounds' | 'replayed_at'>): string {
  const times = rounds === 1 ? 'once' : `${rounds} times`;
  return replayed_at === undefined ? `${times}, and it came back` : times;
}
