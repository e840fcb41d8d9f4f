import type { Tenant, TenantSettings } from '../contract/tenant.js';

/** A tenant as its operator sees it. */
export interface TenantInfo extends Omit<Tenant, 'content_hash_key' | 'deleted'> {
  tenant_id: string;
  /** RFC 3339. */
  created_at: string | undefined;
}

export interface KeyInfo {
  /** The first characters of its hash: enough to name it, useless to whoever reads it. */
  id: string;
  tenant_id: string;
  label: string;
  created_at: string | undefined;
  revoked_at: string | undefined;
  /** It is no key: Google's tokens of this service account are taken. */
  account?: string;
}

/**
 * What is done to tenants and their keys. Each call may be repeated; all but `create`,
 * `countDocuments` and `delete` throw a `TenantError` for a tenant that is not there.
 */
export interface TenantAdmin {
  /** Leaves a tenant that is there as it is; one that was deleted begins anew. */
  create(tenantId: string, name: string): Promise<'created' | 'exists'>;
  list(): Promise<TenantInfo[]>;
  show(tenantId: string): Promise<TenantInfo>;
  setSuspended(tenantId: string, suspended: boolean): Promise<void>;
  /**
   * Takes what `change` gives for the settings there are. One that cannot be read is written as what
   * it counts as now.
   */
  changeSettings(
    tenantId: string,
    change: (settings: TenantSettings) => TenantSettings,
  ): Promise<TenantInfo>;
  /** The key itself is in the answer and nowhere else. */
  createKey(tenantId: string, label: string): Promise<KeyInfo & { key: string }>;
  /**
   * Takes Google's tokens of a service account in the place of a key. Throws `account_taken` where those
   * are another tenant's.
   */
  allowAccount(tenantId: string, email: string): Promise<KeyInfo>;
  /** Oldest first. */
  listKeys(tenantId: string): Promise<KeyInfo[]>;
  /** By its id, by the key itself, or by the address of a service account. A key that is revoked stays as it is. */
  revokeKey(tenantId: string, keyOrId: string): Promise<KeyInfo>;
  /**
   * How many documents {@link delete} would delete now, by where they are. Costs a read for every
   * 1,000 of them.
   */
  countDocuments(tenantId: string): Promise<Record<string, number>>;
  /**
   * Deletes the tenant, its keys and every document beneath it, also those that are left when the
   * tenant itself is gone. Resolves to how many there were. A tombstone stays: without it a key
   * that an instance remembers would go on writing, and what is on its way would be stored.
   */
  delete(tenantId: string, onProgress: (deleted: number) => void): Promise<number>;
}
