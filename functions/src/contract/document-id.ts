import { MAX_LOG_ID_BYTES } from '../limits.js';

// Firestore reserves these: https://firebase.google.com/docs/firestore/quotas#limits
const RESERVED_ID = /^(?:\.{1,2}|__.*__)$/s;

/** Characters that an id cannot contain, or that would disguise it in a list of ids. */
// oxlint-disable-next-line no-control-regex
const UNFIT = /[/\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;

/** Whether Firestore accepts it unchanged as a document's id. */
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
 * The document id for a log that its client calls `sent`: unchanged, or percent-encoded.
 * `undefined` if that is too long: then its SHA-256 is used (`documentIdOf` in `ids.ts`). Needs no
 * Node: the readers' page looks logs up by their clients' ids.
 */
export function encodedId(sent: string): string | undefined {
  if (isDocumentId(sent)) return sent;
  // Encoding would only make it longer.
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
