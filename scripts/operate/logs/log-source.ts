import type { DocumentSnapshot, Firestore, Query } from 'firebase-admin/firestore';

import { toInstant, toTimestamp } from '../../../functions/src/adapters/firestore.js';
import { documentIdOf } from '../../../functions/src/contract/ids.js';
import { BRIEF_FIELDS, type ProcessedLog } from '../../../functions/src/contract/processed-log.js';
import {
  type ReaderSettings,
  toReaderSettings,
} from '../../../functions/src/contract/reader-settings.js';
import { filtersOf, isInstant } from '../../../functions/src/search/filters.js';
import type { LogQuery, LogSource, StoredLog } from '../../../functions/src/search/index.js';

/** A stored log with its id. The text as sent is left out: commands print the redacted text. */
export type Log = StoredLog & Omit<ProcessedLog, 'original_text' | 'terms'> & { log_id: string };

/** The fields of a log that a search needs or a command prints. */
const FIELDS = [...BRIEF_FIELDS, 'repairs', 'split', 'shard'] as const;

/** A query of the search room for Firestore's client. */
export function toFirestoreQuery(firestore: Firestore, tenantId: string) {
  const logs = firestore.collection(`tenants/${tenantId}/processed_logs`);
  return (query: LogQuery): Query => {
    const order = query.oldestFirst === true ? 'asc' : 'desc';
    return filtersOf(query)
      .reduce<Query>(
        (filtered, { field, operator, value }) =>
          filtered.where(field, operator, isInstant(value) ? toTimestamp(value) : value),
        logs,
      )
      .orderBy('time', order)
      .orderBy('__name__', order)
      .select(...FIELDS);
  };
}

/** A tenant's logs in Firestore, as an operator reads them. */
export function createLogSource(firestore: Firestore, tenantId: string): LogSource<Log> {
  const logs = firestore.collection(`tenants/${tenantId}/processed_logs`);
  const toQuery = toFirestoreQuery(firestore, tenantId);
  return {
    async page(query, limit, after) {
      const ordered = toQuery(query);
      const from = after ? ordered.startAfter(toTimestamp(after.time), after.log_id) : ordered;
      const { docs } = await from.limit(limit).get();
      return docs.map(toLog);
    },

    async count(query, upTo) {
      const wanted = toQuery(query);
      const counted = upTo === undefined ? wanted : wanted.limit(upTo);
      return (await counted.count().get()).data().count;
    },

    async get(sent) {
      if (sent === '') return undefined;
      const [found] = await firestore.getAll(logs.doc(documentIdOf(sent)), {
        fieldMask: [...FIELDS],
      });
      return found?.exists === true ? toLog(found) : undefined;
    },
  };
}

/** The settings for the tenant's readers; one read. */
export async function readReaderSettings(
  firestore: Firestore,
  tenantId: string,
): Promise<ReaderSettings> {
  const found = await firestore.doc(`tenants/${tenantId}/reader/settings`).get();
  return toReaderSettings(withInstants(found.data() ?? {}));
}

export function toLog(found: DocumentSnapshot): Log {
  // As the worker wrote it: see `contract/processed-log.ts`.
  return { ...withInstants(found.data() ?? {}), log_id: found.id } as Log;
}

function withInstants(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, toInstant(value) ?? value]),
  );
}
