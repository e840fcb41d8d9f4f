import { randomBytes } from 'node:crypto';

import {
  type DocumentReference,
  type DocumentSnapshot,
  FieldPath,
  FieldValue,
  type Query,
  Timestamp,
} from 'firebase-admin/firestore';

import {
  KEY_ID_LENGTH,
  type TenantSettings,
  tenantSettingsSchema,
  toKeyRecord,
} from '../contract/tenant.js';
import { MAX_LIVE_ACCOUNTS, MAX_LIVE_KEYS } from '../limits.js';
import { accountCredential, createApiKey, hashApiKey } from '../contract/api-key.js';
import { readTenant } from '../contract/read-tenant.js';
import { withSearchSince } from '../contract/search-since.js';
import { TenantError } from '../contract/tenant-error.js';
import type { KeyInfo, TenantAdmin, TenantInfo } from '../tenants/tenant-admin.js';
import { openFirestore } from './firestore.js';

const HASH_KEY_BYTES = 32;

/** Tenants and their keys in Firestore. */
export function createTenantAdmin(firestore = openFirestore()): TenantAdmin {
  const tenants = firestore.collection('tenants');
  const keys = firestore.collection('api_keys');

  const existing = async (tenantId: string): Promise<DocumentSnapshot> => {
    const snapshot = await tenants.doc(tenantId).get();
    if (!snapshot.exists || isTombstone(snapshot)) throw noSuchTenant(tenantId);
    return snapshot;
  };

  return {
    async create(tenantId, name) {
      const reference = tenants.doc(tenantId);
      return firestore.runTransaction(async (transaction) => {
        const snapshot = await transaction.get(reference);
        if (snapshot.exists && !isTombstone(snapshot)) return 'exists';
        const settings = tenantSettingsSchema.parse({});
        transaction.set(readerSettings(reference), toReaderDocument(settings));
        transaction.set(reference, {
          name,
          settings,
          suspended: false,
          content_hash_key: randomBytes(HASH_KEY_BYTES).toString('base64'),
          created_at: FieldValue.serverTimestamp(),
        });
        return 'created';
      });
    },

    async list() {
      const { docs } = await tenants.get();
      return docs.filter((snapshot) => !isTombstone(snapshot)).map(toInfo);
    },

    async show(tenantId) {
      return toInfo(await existing(tenantId));
    },

    async setSuspended(tenantId, suspended) {
      await existing(tenantId);
      await tenants.doc(tenantId).update({ suspended });
    },

    async changeSettings(tenantId, change) {
      await existing(tenantId);
      // Must not throw inside the transaction: one left open locks what it read for a minute.
      const refused = await firestore.runTransaction(async (transaction) => {
        const snapshot = await transaction.get(tenants.doc(tenantId));
        const { settings } = readTenant(snapshot.data() ?? {});
        let changed: TenantSettings;
        try {
          changed = withSearchSince(settings, change(settings), new Date());
        } catch (error) {
          return { error };
        }
        transaction.update(snapshot.ref, { settings: changed });
        transaction.set(readerSettings(snapshot.ref), toReaderDocument(changed));
        return undefined;
      });
      if (refused !== undefined) throw refused.error;
      return toInfo(await existing(tenantId));
    },

    async createKey(tenantId, label) {
      await existing(tenantId);
      const key = createApiKey();
      const reference = keys.doc(hashApiKey(key));
      // Must not throw inside the transaction: one left open locks what it read for a minute.
      const others = await firestore.runTransaction(async (transaction) => {
        const { docs } = await transaction.get(keys.where('tenant_id', '==', tenantId));
        const live = docs.filter((snapshot) => isLive(snapshot, 'key'));
        const created_at = FieldValue.serverTimestamp();
        if (live.length < MAX_LIVE_KEYS) {
          transaction.create(reference, { tenant_id: tenantId, label, created_at });
        }
        return live.map(({ id }) => id.slice(0, KEY_ID_LENGTH));
      });
      if (others.length >= MAX_LIVE_KEYS) {
        throw new TenantError(
          'too_many_keys',
          `${tenantId} has ${MAX_LIVE_KEYS} live keys, ${others.join(' and ')}: revoke one of them first.`,
        );
      }
      return { ...toKeyInfo(await reference.get()), key };
    },

    async allowAccount(tenantId, email) {
      await existing(tenantId);
      const reference = keys.doc(hashApiKey(accountCredential(email)));
      // Must not throw inside the transaction: one left open locks what it read for a minute.
      const refused = await firestore.runTransaction(async (transaction) => {
        const { docs } = await transaction.get(keys.where('tenant_id', '==', tenantId));
        const snapshot = await transaction.get(reference);
        const isOther = snapshot.exists && snapshot.get('tenant_id') !== tenantId;
        if (isOther && isLive(snapshot, 'account')) return 'account_taken';
        if (snapshot.exists && isLive(snapshot, 'account')) return undefined;
        const live = docs.filter((one) => isLive(one, 'account'));
        if (live.length >= MAX_LIVE_ACCOUNTS) return 'too_many_keys';
        const created_at = FieldValue.serverTimestamp();
        const fields = { tenant_id: tenantId, label: email, account: email, created_at };
        transaction.set(reference, fields);
        return undefined;
      });
      if (refused === 'account_taken') {
        throw new TenantError(refused, `${email} already writes for another tenant.`);
      }
      if (refused !== undefined) {
        const detail = `${tenantId} has ${MAX_LIVE_ACCOUNTS} service accounts: revoke one first.`;
        throw new TenantError(refused, detail);
      }
      return toKeyInfo(await reference.get());
    },

    async listKeys(tenantId) {
      await existing(tenantId);
      const { docs } = await keys.where('tenant_id', '==', tenantId).get();
      return docs.map(toKeyInfo).toSorted((a, b) => compare(a.created_at, b.created_at));
    },

    async revokeKey(tenantId, keyOrId) {
      const hash = hashOf(keyOrId);
      // The beginning of an id is not enough: a typo would revoke a key.
      const isId = hash.length >= KEY_ID_LENGTH;
      const { docs } = await keys.where('tenant_id', '==', tenantId).get();
      const [found, ...others] = docs.filter(({ id }) => isId && id.startsWith(hash));
      if (found === undefined || others.length > 0) {
        throw new TenantError(
          'no_such_key',
          `${tenantId} has no such key: see \`npm run tenant -- key list ${tenantId}\`.`,
        );
      }
      if (!toKeyRecord(found.data() ?? {}).revoked)
        await found.ref.update({ revoked_at: Timestamp.now() });
      return toKeyInfo(await found.ref.get());
    },

    async countDocuments(tenantId) {
      const reference = tenants.doc(tenantId);
      // Originals that are kept apart lie one level deeper, below each log.
      const originals = firestore
        .collectionGroup('restricted')
        .orderBy(FieldPath.documentId())
        .startAt(`${reference.path}/processed_logs/ /restricted/ `)
        .endBefore(`${reference.path}/processed_logs0/ /restricted/ `);
      const counts = {
        tenants: (await isThere(reference)) ? 1 : 0,
        api_keys: await countOf(keys.where('tenant_id', '==', tenantId)),
        restricted: await countOf(originals),
      };
      const below = await Promise.all(
        (await reference.listCollections()).map(
          async (collection) => [collection.id, await countOf(collection)] as const,
        ),
      );
      return { ...counts, ...Object.fromEntries(below) };
    },

    async delete(tenantId, onProgress) {
      const reference = tenants.doc(tenantId);
      let deleted = 0;
      const wasThere = await isThere(reference);
      const writer = firestore.bulkWriter();
      writer.onWriteResult(() => {
        deleted += 1;
        onProgress(deleted);
      });
      await reference.set({
        suspended: true,
        deleted: true,
        deleted_at: FieldValue.serverTimestamp(),
      });
      const { docs } = await keys.where('tenant_id', '==', tenantId).get();
      for (const { ref } of docs) void writer.delete(ref);
      for (const collection of await reference.listCollections()) {
        await firestore.recursiveDelete(collection, writer);
      }
      await writer.close();
      if (wasThere) deleted += 1;
      return deleted;
    },
  };
}

/** Whether this is a credential of that kind, and not revoked. */
function isLive(snapshot: DocumentSnapshot, kind: 'key' | 'account'): boolean {
  const { revoked, account } = toKeyRecord(snapshot.data() ?? {});
  return !revoked && (account !== undefined) === (kind === 'account');
}

function hashOf(keyOrId: string): string {
  if (keyOrId.startsWith('uig_')) return hashApiKey(keyOrId);
  return keyOrId.includes('@') ? hashApiKey(accountCredential(keyOrId)) : keyOrId;
}

const isTombstone = (snapshot: DocumentSnapshot) => snapshot.get('deleted') === true;

async function isThere(reference: DocumentReference): Promise<boolean> {
  const snapshot = await reference.get();
  return snapshot.exists && !isTombstone(snapshot);
}

const readerSettings = (tenant: DocumentReference) => tenant.collection('reader').doc('settings');

/** The settings that the tenant's readers may see: see `contract/reader-settings.ts`. */
function toReaderDocument(settings: TenantSettings) {
  const { shards, search, search_since, original_text, retention_days } = settings;
  return {
    shards,
    search,
    ...(search_since !== undefined && { search_since: Timestamp.fromDate(new Date(search_since)) }),
    original_text,
    ...(retention_days !== undefined && { retention_days }),
  };
}

async function countOf(query: Query): Promise<number> {
  return (await query.count().get()).data().count;
}

function noSuchTenant(tenantId: string): TenantError {
  return new TenantError(
    'no_such_tenant',
    `There is no tenant ${tenantId}. Create it with \`npm run tenant -- create ${tenantId}\`.`,
  );
}

function toInfo(snapshot: DocumentSnapshot): TenantInfo {
  const {
    content_hash_key: _secret,
    deleted: _deleted,
    ...tenant
  } = readTenant(snapshot.data() ?? {});
  return { tenant_id: snapshot.id, ...tenant, created_at: toIso(snapshot.get('created_at')) };
}

function toKeyInfo(snapshot: DocumentSnapshot): KeyInfo {
  const { tenant_id, label, account } = toKeyRecord(snapshot.data() ?? {});
  return {
    id: snapshot.id.slice(0, KEY_ID_LENGTH),
    tenant_id,
    label,
    created_at: toIso(snapshot.get('created_at')),
    revoked_at: toIso(snapshot.get('revoked_at')),
    ...(account !== undefined && { account }),
  };
}

function toIso(time: unknown): string | undefined {
  return time instanceof Timestamp ? time.toDate().toISOString() : undefined;
}

function compare(a = '', b = ''): number {
  return a < b ? -1 : Number(a > b);
}
