import {
  collection,
  doc,
  documentId,
  type Firestore,
  getCountFromServer,
  getDocFromServer,
  getDocsFromServer,
  limit as atMost,
  onSnapshot,
  orderBy,
  query,
  type QueryConstraint,
  startAfter,
  Timestamp,
  where,
} from 'firebase/firestore';

import type { Log } from '../documents/log.js';
import type { LogQuery } from '../logs/log-filter.js';
import type { NewestLogs } from '../logs/log-list.js';
import { toTimestamp } from './timestamps.js';
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

export function createLogReader(firestore: Firestore, tenant: string): LogReader {
  const logs = collection(firestore, 'tenants', tenant, 'processed_logs');
  const newestFirst = (wanted: LogQuery, ...more: QueryConstraint[]) =>
    query(
      logs,
      ...conditions(wanted),
      orderBy('processed_at', 'desc'),
      orderBy(documentId(), 'desc'),
      ...more,
    );

  return {
    listen: (wanted, limit, { next, failed }) =>
      onSnapshot(
        newestFirst(wanted, atMost(limit)),
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

    async page(wanted, limit, after) {
      const from = after
        ? [startAfter(toTimestamp(after.processed_at), after.log_id), atMost(limit)]
        : [atMost(limit)];
      const { docs } = await getDocsFromServer(newestFirst(wanted, ...from));
      return docs.map((found) => toLog(found.id, found.data()));
    },

    async count(wanted) {
      return (await getCountFromServer(newestFirst(wanted))).data().count;
    },

    async get(id) {
      const data = (await getDocFromServer(doc(logs, id))).data();
      return data && toLog(id, data);
    },

    async restrictedOriginal(id) {
      const original = doc(logs, id, 'restricted', 'original');
      const text: unknown = (await getDocFromServer(original)).data()?.['original_text'];
      return typeof text === 'string' ? text : undefined;
    },
  };
}

function conditions({ from, to, severity, source }: LogQuery): QueryConstraint[] {
  return [
    ...(source === undefined ? [] : [where('source', '==', source)]),
    ...(severity === undefined ? [] : [where('severity', '==', severity)]),
    ...(from === undefined ? [] : [where('processed_at', '>=', Timestamp.fromMillis(from))]),
    ...(to === undefined ? [] : [where('processed_at', '<', Timestamp.fromMillis(to))]),
  ];
}
