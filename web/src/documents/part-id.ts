import { encodedId } from '../../../functions/src/contract/document-id.js';

// As in the contract's `ids.ts`, which needs Node.

/** The document id of a log, from that id or from the one that its client gave it. */
export async function documentIdOf(sent: string): Promise<string> {
  return encodedId(sent) ?? sha256(sent.toWellFormed());
}

/** The id of one part of a split log. */
export async function partId(logId: string, index: number): Promise<string> {
  return index === 0 ? logId : `log_${(await sha256(`${logId}\n${index}`)).slice(0, 32)}`;
}

async function sha256(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
