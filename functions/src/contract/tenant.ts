import { z } from 'zod';

import { alertIdSchema } from './ids.js';
import {
  MAX_ALERT_MATCHES,
  MAX_ALERT_MINUTES,
  MAX_ALERT_QUIET_MINUTES,
  MAX_ALERTS,
  MAX_KEY_LABEL_LENGTH,
  MAX_OWN_PATTERNS,
  MAX_OWN_PATTERN_LENGTH,
  MAX_RETENTION_DAYS,
  MAX_SHARDS,
} from '../limits.js';
import { SEARCH_MODES } from './reader-settings.js';
import { byKind, isKind, MARKER_STYLES, REDACTION_KINDS } from './redaction-kinds.js';

/** Where a log's text is kept as sent. */
export const ORIGINAL_TEXT = ['document', 'restricted', 'none'] as const;

const perMinute = z.int('must be a whole number').min(0, 'must be 0 (no limit) or more');

/** What a tenant may send per minute; 0 for no limit, absent for the gateway's default. */
export const quotaSchema = z.object({
  requests_per_minute: perMinute.exactOptional(),
  bytes_per_minute: perMinute.exactOptional(),
  logs_per_minute: perMinute.exactOptional(),
});

export type Quota = z.infer<typeof quotaSchema>;

/** A tenant's own redaction pattern. `npm run tenant` first proves that it runs in linear time. */
const ownPatternSchema = z.object({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,31}$/, 'must be 1 to 32 of a-z 0-9 _, beginning with a letter')
    .refine((name) => !isKind(name), 'is the name of a built-in kind'),
  pattern: z
    .string()
    .min(1, 'must not be empty')
    .max(MAX_OWN_PATTERN_LENGTH, `must have at most ${MAX_OWN_PATTERN_LENGTH} characters`)
    .refine(isRegularExpression, 'must be a regular expression'),
  ignore_case: z.boolean().exactOptional(),
});

const markerStyle = z.enum(MARKER_STYLES);
const labelStyle = z.enum(MARKER_STYLES).exclude(['last4']);

/** What replaces findings; only cards keep their last four digits. */
const markersSchema = z.strictObject({
  ...byKind((kind) => (kind === 'card' ? markerStyle : labelStyle).exactOptional()),
  /** For findings of the tenant's own patterns. */
  own: labelStyle.exactOptional(),
  /** For kinds that are not named here. */
  all: labelStyle.exactOptional(),
});

export const redactionSchema = z.object({
  /** Kinds switched on or off; the others keep the gateway's default. */
  kinds: z.partialRecord(z.enum(REDACTION_KINDS), z.boolean()).exactOptional(),
  /** Absent: `[REDACTED]`. */
  markers: markersSchema.exactOptional(),
  patterns: z
    .array(ownPatternSchema)
    .max(MAX_OWN_PATTERNS, `must be at most ${MAX_OWN_PATTERNS}`)
    .exactOptional(),
});

export type RedactionSettings = z.infer<typeof redactionSchema>;

export const tenantSettingsSchema = z.object({
  /**
   * `document`: in the log, where its readers see it. `restricted`: in
   * `…/processed_logs/{log_id}/restricted/original`, which only admins can read. `none`: nowhere.
   */
  original_text: z.enum(ORIGINAL_TEXT).default('document'),
  /** Days until Firestore deletes a log and its dead letters; absent: they are kept for ever. */
  retention_days: z
    .int('must be a whole number')
    .min(1, 'must be 1 or more')
    .max(MAX_RETENTION_DAYS, `must be at most ${MAX_RETENTION_DAYS}`)
    .exactOptional(),
  quota: quotaSchema.default({}),
  /** Absent: the gateway's default redaction. */
  redaction: redactionSchema.exactOptional(),
  /**
   * Over how many shards the logs are spread, each good for 500 writes a second. It only ever
   * grows: readers query this many, and would miss logs in shards beyond it.
   */
  shards: z
    .int('must be a whole number')
    .min(1, 'must be 1 or more')
    .max(MAX_SHARDS, `must be at most ${MAX_SHARDS}`)
    .default(1),
  /** How logs can be found: `full` words and fields, `fields` only fields, `off` only the time. */
  search: z.enum(SEARCH_MODES).default('full'),
  /** Logs stored before then are indexed less than `search` says; in RFC 3339. */
  search_since: z.string().exactOptional(),
});

export type TenantSettings = z.infer<typeof tenantSettingsSchema>;

const upTo = (most: number) =>
  z.int('must be a whole number').min(1, 'must be 1 or more').max(most, `must be at most ${most}`);

export const alertConditionSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('count'),
    matches: upTo(MAX_ALERT_MATCHES),
    minutes: upTo(MAX_ALERT_MINUTES),
  }),
  z.strictObject({ kind: z.literal('none'), minutes: upTo(MAX_ALERT_QUIET_MINUTES) }),
]);

/** What the worker needs to know about an alert; the rest is in the alert's own document. */
const watchedAlertSchema = z.object({
  id: alertIdSchema,
  query: z.string(),
  condition: alertConditionSchema,
});

export type WatchedAlert = z.infer<typeof watchedAlertSchema>;

/** The document at `tenants/{tenant_id}`, which no client can read. Its store adds the times. */
export const tenantSchema = z.object({
  name: z.string().default(''),
  settings: tenantSettingsSchema.prefault({}),
  /**
   * Its keys are refused, and its admins can create no keys and replay nothing. Logs already
   * accepted are still processed, and its readers can still read.
   */
  suspended: z.boolean().default(false),
  /** The tombstone of a deleted tenant, which keeps anything from being stored for it again. */
  deleted: z.boolean().default(false),
  /**
   * Key for the tenant's content hashes, in base64. With a plain hash, a reader could guess at what
   * was redacted and check each guess.
   */
  content_hash_key: z.string().exactOptional(),
  /** The tenant's alerts, stored here so that they are read with its settings. */
  alerts: z.array(watchedAlertSchema).max(MAX_ALERTS).exactOptional(),
});

export interface Tenant extends z.infer<typeof tenantSchema> {
  /** Fields of the document that could not be read; see `read-tenant.ts`. */
  unreadable?: readonly string[];
}

/** What applies to a tenant without a document, as in open mode. */
export const DEFAULT_TENANT: Tenant = tenantSchema.parse({});

/**
 * The document at `api_keys/{SHA-256 of the key in hex}`; it contains `tenant_id`, `label`,
 * `created_at` and, once the key is revoked, `revoked_at`.
 */
export const apiKeySchema = z.object({
  tenant_id: z.string(),
  label: z.string().default(''),
  /** This is not a key: Google's tokens for this service account are accepted. */
  account: z.string().exactOptional(),
  revoked: z.boolean().default(false),
});

/** What a key is for, in words: one line. */
export const keyLabelSchema = z
  .string('must be a string')
  .trim()
  .max(MAX_KEY_LABEL_LENGTH, `must have at most ${MAX_KEY_LABEL_LENGTH} characters`)
  .regex(/^\P{C}*$/u, 'must be one line of visible characters');

/** Length of a key's id: the first characters of its hash, enough to tell a tenant's keys apart. */
export const KEY_ID_LENGTH = 12;

export type ApiKeyRecord = z.infer<typeof apiKeySchema>;

/** From a key's document. Ignores unknown fields. */
export function toKeyRecord(document: Readonly<Record<string, unknown>>): ApiKeyRecord {
  return apiKeySchema.parse({ ...document, revoked: document['revoked_at'] != null });
}

/** The address of a service account of any kind. */
export const serviceAccountSchema = z
  .string('must be a string')
  .max(256, 'must have at most 256 characters')
  .toLowerCase()
  .regex(
    /^[a-z0-9.-]+@(?:[a-z0-9-]+\.)+gserviceaccount\.com$/,
    'must be the address of a service account, such as push@PROJECT.iam.gserviceaccount.com',
  );

function isRegularExpression(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}
