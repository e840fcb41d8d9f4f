import { MAX_LOG_ID_BYTES } from '../limits.js';

// Firestore reserves these: https://firebase.google.com/docs/firestore/quotas#limits
const RESERVED_ID = /^(?:\.{1,2}|__.*__)$/s;

/** What an id cannot hold, or what would hide it from who reads a list of ids. */
// oxlint-disable-next-line no-control-regex
const UNFIT = /[/\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;

/** Whether Firestore takes it as a document's id, as it is. */
export function isDocumentId(id: string): boolean {
  return (
    id !== '' &&
    id.length <= MAX_LOG_ID_BYTES &&
    !UNFIT.test(id) &&
    !RESERVED_ID.test(id) &&
    id.isWellFormed() &&
    (id.length * 3 <= MAX_LOG_ID_BYTES || new TextEncoder().encode(id).length <= MAX_LOG_ID_BYTES)
  );
}

/**
 * The document's id of a log whose client calls it `sent`: that itself, or percent-encoded.
 * `undefined` for what is too long: its SHA-256 stands for it (`documentIdOf` in `ids.ts`). Needs no
 * Node: the readers' page looks logs up by the ids that clients know.
 */
export function encodedId(sent: string): string | undefined {
  if (isDocumentId(sent)) return sent;
  // Encoded it is longer yet.
  if (sent.length > MAX_LOG_ID_BYTES) return undefined;
  const whole = sent.toWellFormed().replaceAll(new RegExp(UNFIT, 'g'), percentEncoded);
  const encoded = RESERVED_ID.test(whole) ? whole.replace(/^[._]+/, percentEncoded) : whole;
  return isDocumentId(encoded) ? encoded : undefined;
}

function percentEncoded(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => `%${hex(byte)}`).join('');
}

function hex(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0');
}
