import { randomUUID } from 'node:crypto';

import { z } from 'zod';

// Upper case is named, not folded: /i and toLowerCase() would take a Kelvin sign for a k.
const TENANT_ID = /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,62}[A-Za-z0-9])?$/;
const LOG_ID = /^[A-Za-z0-9._:~-]{1,128}$/;
// Firestore reserves these: https://firebase.google.com/docs/firestore/quotas#limits
const RESERVED_ID = /^(?:\.{1,2}|__.*__)$/;

/** 1 to 64 of `a-z0-9_-`, first and last a letter or digit; upper case is lowered. */
export const tenantIdSchema = z
  .string('must be a string')
  .regex(
    TENANT_ID,
    'must be 1 to 64 letters, digits, "_" or "-", beginning and ending with a letter or digit',
  )
  .toLowerCase();

/** 1 to 128 of `A-Za-z0-9._:~-`; not `.`, `..` or `__…__`. The idempotency key of a log. */
export const logIdSchema = z
  .string('must be a string')
  .regex(LOG_ID, 'must be 1 to 128 of A-Z a-z 0-9 . _ : ~ -')
  .refine((id) => !RESERVED_ID.test(id), 'must not be ".", ".." or "__…__"');

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
  return `log_${randomUUID().replaceAll('-', '')}`;
}

/**
 * Whether it may stand as a request's id: 1 to 128 of the letters of a `log_id`, so that it goes
 * into headers, attributes and logs as it is, and no sentence fits in.
 */
export function isRequestId(value: string): boolean {
  return LOG_ID.test(value);
}

/** The same, for JSON Schema. */
export const REQUEST_ID_PATTERN = LOG_ID.source;

/** An id for a request whose client named none, or none that may stand. */
export function newRequestId(): string {
  return `req_${randomUUID().replaceAll('-', '')}`;
}
