import { createHash } from 'node:crypto';

import { z } from 'zod';

import { randomHex } from '../lib/random-hex.js';

// Upper case is named, not folded: /i and toLowerCase() would take a Kelvin sign for a k.
const TENANT_ID = /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,62}[A-Za-z0-9])?$/;
const REQUEST_ID = /^[A-Za-z0-9._:~-]{1,128}$/;
// Firestore reserves these: https://firebase.google.com/docs/firestore/quotas#limits
const RESERVED_ID = /^(?:\.{1,2}|__.*__)$/s;

/** 1 to 64 of `a-z0-9_-`, first and last a letter or digit; upper case is lowered. */
export const tenantIdSchema = z
  .string('must be a string')
  .regex(
    TENANT_ID,
    'must be 1 to 64 letters, digits, "_" or "-", beginning and ending with a letter or digit',
  )
  .toLowerCase();

/** Firestore's limit of a document's id: https://firebase.google.com/docs/firestore/quotas#limits */
export const MAX_LOG_ID_BYTES = 1_500;

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
    (id.length * 3 <= MAX_LOG_ID_BYTES || Buffer.byteLength(id) <= MAX_LOG_ID_BYTES)
  );
}

/**
 * The document's id of a log whose client calls it `sent`: that itself where Firestore takes it, else
 * percent-encoded, and where that is too long, its SHA-256 in hex. What it returns stays as it is when
 * it is passed in again, so that both ids find the log.
 */
export function documentIdOf(sent: string): string {
  if (isDocumentId(sent)) return sent;
  const wellFormed = sent.toWellFormed();
  // Encoded it is longer yet.
  if (wellFormed.length > MAX_LOG_ID_BYTES) return sha256(wellFormed);
  const whole = wellFormed.replaceAll(new RegExp(UNFIT, 'g'), percentEncoded);
  const encoded = RESERVED_ID.test(whole) ? whole.replace(/^[._]+/, percentEncoded) : whole;
  return isDocumentId(encoded) ? encoded : sha256(wellFormed);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function percentEncoded(text: string): string {
  const hex = Buffer.from(text).toString('hex').toUpperCase();
  return hex.replaceAll(/../g, '%$&');
}

/** The id of a log's document. The idempotency key of a log. */
export const logIdSchema = z
  .string('must be a string')
  .refine(isDocumentId, 'must be what Firestore takes as the id of a document');

/** The id of a further document of a log that is split: spread over Firestore, as a hash is. */
export function partId(logId: string, index: number): string {
  if (index === 0) return logId;
  return `log_${sha256(`${logId}\n${index}`).slice(0, 32)}`;
}

/** Id of a dead letter, as `recordDeadLetters` makes it; no path and nothing reserved. */
export const deadLetterIdSchema = z
  .string('must be a string')
  .regex(/^[A-Za-z0-9-]{1,128}$/, 'must be 1 to 128 of A-Z a-z 0-9 -');

/** Id of a saved search: a UUID, as `saveSearch` makes it. */
export const searchIdSchema = z
  .string('must be a string')
  .regex(/^[0-9a-f-]{36}$/, 'must be the id of a saved search');

/**
 * An id for a log that came without one. Random, not time-ordered: Firestore slows down on
 * ids that grow (https://firebase.google.com/docs/firestore/best-practices#hotspots).
 */
export function newLogId(): string {
  return `log_${randomHex()}`;
}

/**
 * Whether it may stand as a request's id: 1 to 128 of `A-Za-z0-9._:~-`, so that it goes into headers,
 * attributes and logs as it is, and no sentence fits in.
 */
export function isRequestId(value: string): boolean {
  return REQUEST_ID.test(value);
}

/** The same, for JSON Schema. */
export const REQUEST_ID_PATTERN = REQUEST_ID.source;

/** An id for a request whose client named none, or none that may stand. */
export function newRequestId(): string {
  return `req_${randomHex()}`;
}
