import { createHash } from 'node:crypto';

import { z } from 'zod';

import { encodedId, isDocumentId } from './document-id.js';
import { randomHex } from '../lib/random-hex.js';

// Upper case is listed, not folded: /i and toLowerCase() would accept a Kelvin sign as a k.
const TENANT_ID = /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,62}[A-Za-z0-9])?$/;
const REQUEST_ID = /^[A-Za-z0-9._:~-]{1,128}$/;

/** 1 to 64 of `a-z0-9_-`, beginning and ending with a letter or digit; upper case is lowered. */
export const tenantIdSchema = z
  .string('must be a string')
  .regex(
    TENANT_ID,
    'must be 1 to 64 letters, digits, "_" or "-", beginning and ending with a letter or digit',
  )
  .toLowerCase();

export { isDocumentId };

/**
 * The document id for a log that its client calls `sent`: unchanged if Firestore accepts it, else
 * percent-encoded, and if that is too long, its SHA-256 in hex. Passing the result in again returns
 * it unchanged, so that both ids find the log.
 */
export function documentIdOf(sent: string): string {
  return encodedId(sent) ?? sha256(sent.toWellFormed());
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The id of a log's document. The idempotency key of a log. */
export const logIdSchema = z
  .string('must be a string')
  .refine(isDocumentId, 'must be a valid Firestore document id');

/** The id of a further document of a split log: spread over Firestore, as hashes are. */
export function partId(logId: string, index: number): string {
  if (index === 0) return logId;
  return `log_${sha256(`${logId}\n${index}`).slice(0, 32)}`;
}

/**
 * Id of a dead letter, as `recordDeadLetters` creates it; contains no slash and nothing reserved.
 */
export const deadLetterIdSchema = z
  .string('must be a string')
  .regex(/^[A-Za-z0-9-]{1,128}$/, 'must be 1 to 128 of A-Z a-z 0-9 -');

/** Id of a saved search: a UUID, as `saveSearch` creates it. */
export const searchIdSchema = z
  .string('must be a string')
  .regex(/^[0-9a-f-]{36}$/, 'must be the id of a saved search');

/** Id of an alert: a UUID, as `saveAlert` creates it. */
export const alertIdSchema = z
  .string('must be a string')
  .regex(/^[0-9a-f-]{36}$/, 'must be the id of an alert');

/** Id of a notice: its alert's id and the notice's number, or a UUID for a test. */
export const noticeIdSchema = z
  .string('must be a string')
  .regex(/^[0-9a-f-]{36}(?:_[0-9]{1,15})?$/, 'must be the id of a notice');

/**
 * An id for a log that arrived without one. Random, not time-ordered: Firestore slows down on
 * sequential ids (https://firebase.google.com/docs/firestore/best-practices#hotspots).
 */
export function newLogId(): string {
  return `log_${randomHex()}`;
}

/**
 * Whether a value can serve as a request id: 1 to 128 of `A-Za-z0-9._:~-`, so that it fits headers,
 * attributes and logs unchanged and cannot hold a sentence.
 */
export function isRequestId(value: string): boolean {
  return REQUEST_ID.test(value);
}

/** The same, for JSON Schema. */
export const REQUEST_ID_PATTERN = REQUEST_ID.source;

/** An id for a request whose client sent none, or an unusable one. */
export function newRequestId(): string {
  return `req_${randomHex()}`;
}
