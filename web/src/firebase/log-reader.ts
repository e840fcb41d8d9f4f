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
import type { LogQuery } from '../../../functions/src/search/log-query.js';
import type { LogSource } from '../../../functions/src/search/log-source.js';
import type { Log } from '../documents/log.js';
import type { NewestLogs } from '../logs/log-list.js';
import { createLogSource, toFirestoreQuery } from './log-source.js';
import { toLog } from './to-log.js';

/** What a listener reports. */
export interface Listening {
  next: (newest: NewestLogs & { fromCache: boolean }) => void;
  failed: (error: unknown) => void;
}

/** Reads one tenant's processed logs, using only queries that firestore.indexes.json serves. */
export interface LogReader extends LogSource<Log> {
  settings: ReaderSettings;
  /** Listens to the newest `limit` logs of a query; returns a function that stops listening. */
  listen: (wanted: LogQuery, limit: number, on: Listening) => () => void;
  /** The text as sent, if the tenant keeps it separately: for admins. */
  restrictedOriginal: (id: string) => Promise<string | undefined>;
}

export function createLogReader(
  firestore: Firestore,
  tenant: string,
  settings: ReaderSettings,
): LogReader {
  const logs = collection(firestore, 'tenants', tenant, 'processed_logs');
  return {
    ...createLogSource(firestore, tenant),
    settings,

    listen: (wanted, limit, { next, failed }) =>
      onSnapshot(
        query(toFirestoreQuery(firestore, tenant, wanted), atMost(limit)),
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

    async restrictedOriginal(id) {
      const original = doc(logs, id, 'restricted', 'original');
      const text: unknown = (await getDocFromServer(original)).data()?.['original_text'];
      return typeof text === 'string' ? text : undefined;
    },
  };
}
