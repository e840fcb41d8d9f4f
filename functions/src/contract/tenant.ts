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

/** Where a log's text as sent is kept. */
export const ORIGINAL_TEXT = ['document', 'restricted', 'none'] as const;

const perMinute = z.int('must be a whole number').min(0, 'must be 0 (no limit) or more');

/** What a tenant may send a minute; 0 for no limit, absent for the gateway's default. */
export const quotaSchema = z.object({
  requests_per_minute: perMinute.exactOptional(),
  bytes_per_minute: perMinute.exactOptional(),
  logs_per_minute: perMinute.exactOptional(),
});

export type Quota = z.infer<typeof quotaSchema>;

/** What a tenant has redacted that others have not. `npm run tenant` proves it linear first. */
const ownPatternSchema = z.object({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,31}$/, 'must be 1 to 32 of a-z 0-9 _, a letter first')
    .refine((name) => !isKind(name), 'is the name of a kind that is built in'),
  pattern: z
    .string()
    .min(1, 'must not be empty')
    .max(MAX_OWN_PATTERN_LENGTH, `must have at most ${MAX_OWN_PATTERN_LENGTH} characters`)
    .refine(isRegularExpression, 'must be a regular expression'),
  ignore_case: z.boolean().exactOptional(),
});

const markerStyle = z.enum(MARKER_STYLES);
const labelStyle = z.enum(MARKER_STYLES).exclude(['last4']);

/** What stands in the place of what is found; the last four digits are those of a card alone. */
const markersSchema = z.strictObject({
  ...byKind((kind) => (kind === 'card' ? markerStyle : labelStyle).exactOptional()),
  /** Of what the tenant's own patterns find. */
  own: labelStyle.exactOptional(),
  /** Of kinds that are not named here. */
  all: labelStyle.exactOptional(),
});

export const redactionSchema = z.object({
  /** Kinds switched on or off; the others as the gateway has them. */
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
   * `…/processed_logs/{log_id}/restricted/original`, which admins alone can read. `none`: nowhere.
   */
  original_text: z.enum(ORIGINAL_TEXT).default('document'),
  /** Days until Firestore deletes a log and its dead letters; absent: they stay. */
  retention_days: z
    .int('must be a whole number')
    .min(1, 'must be 1 or more')
    .max(MAX_RETENTION_DAYS, `must be at most ${MAX_RETENTION_DAYS}`)
    .exactOptional(),
  quota: quotaSchema.default({}),
  /** Absent: as the gateway redacts. */
  redaction: redactionSchema.exactOptional(),
  /**
   * Over how many shards the logs are spread, each good for 500 writes a second. It only grows: the
   * readers ask as many, and would miss what lies in a further one.
   */
  shards: z
    .int('must be a whole number')
    .min(1, 'must be 1 or more')
    .max(MAX_SHARDS, `must be at most ${MAX_SHARDS}`)
    .default(1),
  /** By what logs are found: `full` words and fields, `fields` these alone, `off` the time alone. */
  search: z.enum(SEARCH_MODES).default('full'),
  /** Logs that were stored before are indexed less than `search` says; in RFC 3339. */
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

/** What the worker has to know of an alert; the rest is in the alert's own document. */
const watchedAlertSchema = z.object({
  id: alertIdSchema,
  query: z.string(),
  condition: alertConditionSchema,
});

export type WatchedAlert = z.infer<typeof watchedAlertSchema>;

/** The document at `tenants/{tenant_id}`, which no client can read. Times are added by its store. */
export const tenantSchema = z.object({
  name: z.string().default(''),
  settings: tenantSettingsSchema.prefault({}),
  /**
   * Its keys are turned away, and its admins make no keys and replay nothing. What was accepted is
   * still processed, and its readers go on reading.
   */
  suspended: z.boolean().default(false),
  /** What is left of a tenant that was deleted, so that nothing is stored for it again. */
  deleted: z.boolean().default(false),
  /**
   * Key of the tenant's content hashes, in base64. A reader who sees a plain hash of a log could
   * try out what was redacted.
   */
  content_hash_key: z.string().exactOptional(),
  /** The tenant's alerts, here so that they are known with its settings. */
  alerts: z.array(watchedAlertSchema).max(MAX_ALERTS).exactOptional(),
});

export interface Tenant extends z.infer<typeof tenantSchema> {
  /** Fields of the document that cannot be read; see `read-tenant.ts`. */
  unreadable?: readonly string[];
}

/** What holds for a tenant that has no document, as in open mode. */
export const DEFAULT_TENANT: Tenant = tenantSchema.parse({});

/**
 * What the document at `api_keys/{SHA-256 of the key in hex}` says; it holds `tenant_id`, `label`,
 * `created_at` and, once the key is revoked, `revoked_at`.
 */
export const apiKeySchema = z.object({
  tenant_id: z.string(),
  label: z.string().default(''),
  /** It is no key: Google's tokens of this service account are taken. */
  account: z.string().exactOptional(),
  revoked: z.boolean().default(false),
});

/** What a key is for, for people: one line. */
export const keyLabelSchema = z
  .string('must be a string')
  .trim()
  .max(MAX_KEY_LABEL_LENGTH, `must have at most ${MAX_KEY_LABEL_LENGTH} characters`)
  .regex(/^\P{C}*$/u, 'must be one line of visible characters');

/** Characters of a key's id: the first ones of its hash, enough to tell a tenant's keys apart. */
export const KEY_ID_LENGTH = 12;

export type ApiKeyRecord = z.infer<typeof apiKeySchema>;

/** From a key's document. Trusts no field that it does not know. */
export function toKeyRecord(document: Readonly<Record<string, unknown>>): ApiKeyRecord {
  return apiKeySchema.parse({ ...document, revoked: document['revoked_at'] != null });
}

/** The address of a service account, of whatever kind. */
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
