import type { Tenant, TenantSettings } from '../contract/tenant.js';

/** A tenant as its operator sees it. */
export interface TenantInfo extends Omit<Tenant, 'content_hash_key' | 'deleted'> {
  tenant_id: string;
  /** RFC 3339. */
  created_at: string | undefined;
}

export interface KeyInfo {
  /** The first characters of its hash: enough to identify the key, but not to use it. */
  id: string;
  tenant_id: string;
  label: string;
  created_at: string | undefined;
  revoked_at: string | undefined;
  /** This is not a key: Google's tokens for this service account are accepted. */
  account?: string;
}

/**
 * Operations on tenants and their keys. Every call may be repeated; all but `create`,
 * `countDocuments` and `delete` throw a `TenantError` for a tenant that does not exist.
 */
export interface TenantAdmin {
  /** Leaves an existing tenant as it is; a deleted one starts afresh. */
  create(tenantId: string, name: string): Promise<'created' | 'exists'>;
  list(): Promise<TenantInfo[]>;
  show(tenantId: string): Promise<TenantInfo>;
  setSuspended(tenantId: string, suspended: boolean): Promise<void>;
  /**
   * Replaces the current settings with what `change` returns for them. An unreadable setting is
   * written as the value that it currently counts as.
   */
  changeSettings(
    tenantId: string,
    change: (settings: TenantSettings) => TenantSettings,
  ): Promise<TenantInfo>;
  /** Only the answer contains the key itself. */
  createKey(tenantId: string, label: string): Promise<KeyInfo & { key: string }>;
  /**
   * Accepts Google's tokens for a service account instead of a key. Throws `account_taken` if
   * another tenant has that account.
   */
  allowAccount(tenantId: string, email: string): Promise<KeyInfo>;
  /** Oldest first. */
  listKeys(tenantId: string): Promise<KeyInfo[]>;
  /** By its id, the key itself, or a service account's address. A revoked key stays as it is. */
  revokeKey(tenantId: string, keyOrId: string): Promise<KeyInfo>;
  /** How many documents {@link delete} would delete now, by location. Costs one read per 1,000. */
  countDocuments(tenantId: string): Promise<Record<string, number>>;
  /**
   * Deletes the tenant, its keys and every document beneath it, including those that remain after
   * the tenant itself is gone. Resolves to how many there were. A tombstone remains: without it, a
   * key that an instance has cached would keep writing, and messages in flight would be stored.
   */
  delete(tenantId: string, onProgress: (deleted: number) => void): Promise<number>;
}
