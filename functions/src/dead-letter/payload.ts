import type { DeadLetterDocument } from '../contract/dead-letter.js';
import { MAX_DEAD_LETTER_PAYLOAD_BYTES } from '../limits.js';

type Payload = Pick<
  DeadLetterDocument,
  'payload' | 'payload_encoding' | 'payload_bytes' | 'payload_truncated'
>;

/** The payload as text, or in base64 if it is not text; cut if it would not fit a document. */
export function fitPayload(data: Buffer): Payload {
  const text = asText(data.subarray(0, MAX_DEAD_LETTER_PAYLOAD_BYTES));
  const whole = data.length <= MAX_DEAD_LETTER_PAYLOAD_BYTES;
  const rest = { payload_bytes: data.length, ...(!whole && { payload_truncated: true as const }) };
  if (text !== undefined) return { payload: text, payload_encoding: 'utf8', ...rest };

  const fits = data.subarray(0, Math.floor((MAX_DEAD_LETTER_PAYLOAD_BYTES * 3) / 4));
  return {
    payload: fits.toString('base64'),
    payload_encoding: 'base64',
    payload_bytes: data.length,
    ...(fits.length < data.length && { payload_truncated: true }),
  };
}

/** The bytes that were received; `undefined` if the document contains only part of them. */
export function restorePayload(document: Payload): Buffer | undefined {
  if (document.payload_truncated) return undefined;
  return Buffer.from(document.payload, document.payload_encoding);
}

function asText(bytes: Buffer): string | undefined {
  try {
    // `stream` drops a character that the cut split instead of rejecting it.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, {
      stream: true,
    });
  } catch {
    return undefined;
  }
}
