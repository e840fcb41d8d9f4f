import { z } from 'zod';

/** Where a log's text as sent is kept. */
export const ORIGINAL_TEXT = ['document', 'restricted', 'none'] as const;

const perMinute = z.int('must be a whole number').min(0, 'must be 0 (no limit) or more');

/** What a tenant may send a minute; 0 for no limit, absent for the gateway's default. */
export const quotaSchema = z.object({
  requests_per_minute: perMinute.exactOptional(),
  bytes_per_minute: perMinute.exactOptional(),
});

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
    .max(36_500, 'must be at most 36500')
    .exactOptional(),
  quota: quotaSchema.default({}),
});

export type TenantSettings = z.infer<typeof tenantSettingsSchema>;

/** The document at `tenants/{tenant_id}`, which no client can read. Times are added by its store. */
export const tenantSchema = z.object({
  name: z.string().default(''),
  settings: tenantSettingsSchema.default({ original_text: 'document', quota: {} }),
  /** Its keys and readers are turned away; what was accepted is still processed. */
  suspended: z.boolean().default(false),
  /**
   * Key of the tenant's content hashes, in base64. A reader who sees a plain hash of a log could
   * try out what was redacted.
   */
  content_hash_key: z.string().exactOptional(),
});

export type Tenant = z.infer<typeof tenantSchema>;

/** What holds for a tenant that has no document, as in open mode. */
export const DEFAULT_TENANT: Tenant = tenantSchema.parse({});

/**
 * What the document at `api_keys/{SHA-256 of the key in hex}` says; it holds `tenant_id`, `label`,
 * `created_at` and, once the key is revoked, `revoked_at`.
 */
export const apiKeySchema = z.object({
  tenant_id: z.string(),
  label: z.string().default(''),
  revoked: z.boolean().default(false),
});

export type ApiKeyRecord = z.infer<typeof apiKeySchema>;

/** Keys of a tenant that may be live at once: the old and the new one while clients change over. */
export const MAX_LIVE_KEYS = 2;
