import { readTenant } from '../contract/read-tenant.js';
import { type ApiKeyRecord, toKeyRecord } from '../contract/tenant.js';
import type { ReadKey } from '../tenants/key-directory.js';
import type { ListKeys } from '../tenants/key-roster.js';
import type { ReadTenant } from '../tenants/tenant-directory.js';
import { chunk } from '../lib/chunk.js';
import { coalesce } from '../lib/coalesce.js';
import { GROUPED, KEY_REQUEST } from '../limits.js';
import type { Found } from './firestore-rest/documents.js';
import { openDocuments } from './firestore-rest/open.js';

/** A key's record, or why it could not be read. */
type Answer = { record: ApiKeyRecord | undefined } | { failure: unknown };

interface AskedKey {
  hash: string;
  bytes: number;
}

/**
 * Keys at `api_keys/{hash}`. Concurrent lookups share a request: however many made-up keys arrive,
 * a real one among them waits no longer. Rejects when Firestore does not answer within `timeoutMs`.
 */
export function createReadKey(timeoutMs: number, documents = openDocuments()): ReadKey {
  const group = { ...GROUPED, full: KEY_REQUEST };
  const readAll = coalesce(group, async (keys: readonly AskedKey[]): Promise<Answer[]> => {
    const requests = [...chunk(keys, KEY_REQUEST)];
    return (await Promise.all(requests.map(readSome))).flat();
  });

  async function readSome(keys: readonly AskedKey[]): Promise<Answer[]> {
    try {
      const paths = keys.map(({ hash }) => `api_keys/${hash}`);
      return (await documents.getAll(paths, timeoutMs)).map(toAnswer);
    } catch (failure) {
      return keys.map(() => ({ failure }));
    }
  }

  return async (hash) => {
    const [answer] = await readAll([{ hash, bytes: hash.length }]);
    if (answer !== undefined && 'record' in answer) return answer.record;
    throw answer?.failure;
  };
}

/**
 * Lists all keys in order of creation; reads only each one's id and creation time. Rejects when
 * Firestore does not answer within `timeoutMs`.
 */
export function createListKeys(timeoutMs: number, documents = openDocuments()): ListKeys {
  return async ({ from, after }, limit) => {
    const field = { fieldPath: 'created_at' };
    const key = { fieldPath: '__name__' };
    const found = await documents.query(
      {
        from: [{ collectionId: 'api_keys' }],
        select: { fields: [field] },
        ...(from !== undefined && {
          where: {
            fieldFilter: {
              field,
              op: 'GREATER_THAN_OR_EQUAL',
              value: { timestampValue: from },
            },
          },
        }),
        orderBy: [field, key].map((one) => ({ field: one, direction: 'ASCENDING' })),
        ...(after !== undefined && {
          startAt: {
            values: [
              { timestampValue: after.createdAt },
              { referenceValue: documents.nameOf(`api_keys/${after.hash}`) },
            ],
            before: false,
          },
        }),
        limit,
      },
      timeoutMs,
    );
    return found.map(({ id, fields }) => ({ hash: id, createdAt: String(fields['created_at']) }));
  };
}

/** An unreadable key does not affect the others. */
function toAnswer(found: Found | undefined): Answer {
  try {
    return { record: found && toKeyRecord(found.fields) };
  } catch (failure) {
    return { failure };
  }
}

/** Tenants at `tenants/{tenant_id}`. Rejects when Firestore does not answer within `timeoutMs`. */
export function createReadTenant(timeoutMs: number, documents = openDocuments()): ReadTenant {
  return async (tenantId) => {
    const found = await documents.get(`tenants/${tenantId}`, timeoutMs);
    return found && readTenant(found.fields);
  };
}
