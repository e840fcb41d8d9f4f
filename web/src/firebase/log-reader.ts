import {
  collection,
  doc,
  type Firestore,
  getDocFromServer,
  limit as atMost,
  onSnapshot,
  query,
} from 'firebase/firestore';

import type { ReaderSettings } from '../../../functions/src/contract/reader-settings.js';
import type { LogQuery as SearchQuery } from '../../../functions/src/search/log-query.js';
import { fromMillis } from '../documents/instant.js';
import type { Log } from '../documents/log.js';
import type { LogQuery } from '../logs/log-filter.js';
import type { NewestLogs } from '../logs/log-list.js';
import { createLogSource, toFirestoreQuery } from './log-source.js';
import { toLog } from './to-log.js';

/** Told by a listener. */
export interface Listening {
  next: (newest: NewestLogs & { fromCache: boolean }) => void;
  failed: (error: unknown) => void;
}

/** Reads one tenant's processed logs: the queries that firestore.indexes.json serves. */
export interface LogReader {
  /** Listens to the newest `limit` logs; the answer ends it. */
  listen: (wanted: LogQuery, limit: number, on: Listening) => () => void;
  /** The `limit` newest of those older than `after`, newest first. */
  page: (wanted: LogQuery, limit: number, after?: Log) => Promise<Log[]>;
  count: (wanted: LogQuery) => Promise<number>;
  get: (id: string) => Promise<Log | undefined>;
  /** The text as sent, where the tenant keeps it apart: for admins. */
  restrictedOriginal: (id: string) => Promise<string | undefined>;
}

export function createLogReader(
  firestore: Firestore,
  tenant: string,
  { shards: count }: Pick<ReaderSettings, 'shards'>,
): LogReader {
  const logs = collection(firestore, 'tenants', tenant, 'processed_logs');
  const source = createLogSource(firestore, tenant);
  // A tenant has at most MAX_SHARDS shards, which is below what one query takes.
  const shards = Array.from({ length: count }, (_, shard) => shard);

  return {
    listen: (wanted, limit, { next, failed }) =>
      onSnapshot(
        query(toFirestoreQuery(firestore, tenant, toLogQuery(wanted, shards)), atMost(limit)),
        { includeMetadataChanges: true },
        (snapshot) => {
          const changes = snapshot.docChanges();
          const of = (removed: boolean) =>
            changes
              .filter(({ type }) => (type === 'removed') === removed)
              .map((change) => toLog(change.doc.id, change.doc.data()));
          next({
            window: snapshot.docs.map((found) => toLog(found.id, found.data())),
            added: of(false),
            removed: of(true),
            limit,
            fromCache: snapshot.metadata.fromCache,
          });
        },
        failed,
      ),

    page: (wanted, limit, after) => source.page(toLogQuery(wanted, shards), limit, after),

    count: (wanted) => source.count(toLogQuery(wanted, shards)),

    get: (id) => source.get(id),

    async restrictedOriginal(id) {
      const original = doc(logs, id, 'restricted', 'original');
      const text: unknown = (await getDocFromServer(original)).data()?.['original_text'];
      return typeof text === 'string' ? text : undefined;
    },
  };
}

function toLogQuery({ from, to, severity, source }: LogQuery, shards: number[]): SearchQuery {
  return {
    shards,
    ...(source !== undefined && { source }),
    ...(severity !== undefined && { severities: [severity] }),
    ...(from !== undefined && { from: fromMillis(from) }),
    ...(to !== undefined && { to: fromMillis(to) }),
  };
}
