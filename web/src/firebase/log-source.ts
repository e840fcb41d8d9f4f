import {
  collection,
  doc,
  documentId,
  type Firestore,
  getCountFromServer,
  getDoc,
  getDocFromServer,
  getDocsFromServer,
  limit as atMost,
  orderBy,
  type Query,
  query,
  startAfter,
  where,
} from 'firebase/firestore';

import {
  type ReaderSettings,
  toReaderSettings,
} from '../../../functions/src/contract/reader-settings.js';
import { filtersOf, isInstant } from '../../../functions/src/search/filters.js';
import type { LogQuery } from '../../../functions/src/search/log-query.js';
import type { LogSource } from '../../../functions/src/search/log-source.js';
import type { Log } from '../documents/log.js';
import { documentIdOf } from '../documents/part-id.js';
import { toInstant, toTimestamp } from './timestamps.js';
import { toLog } from './to-log.js';

/** Converts a search query to a query of the SDK. */
export function toFirestoreQuery(firestore: Firestore, tenant: string, wanted: LogQuery): Query {
  const order = wanted.oldestFirst === true ? 'asc' : 'desc';
  return query(
    collection(firestore, 'tenants', tenant, 'processed_logs'),
    ...filtersOf(wanted).map(({ field, operator, value }) =>
      where(field, operator, isInstant(value) ? toTimestamp(value) : value),
    ),
    orderBy('time', order),
    orderBy(documentId(), order),
  );
}

/** One tenant's processed logs, in the form that searches read. */
export function createLogSource(firestore: Firestore, tenant: string): LogSource<Log> {
  const logs = collection(firestore, 'tenants', tenant, 'processed_logs');
  return {
    async page(wanted, limit, after) {
      const from = after ? [startAfter(toTimestamp(after.time), after.log_id)] : [];
      const asked = toFirestoreQuery(firestore, tenant, wanted);
      const { docs } = await getDocsFromServer(query(asked, ...from, atMost(limit)));
      return docs.map((found) => toLog(found.id, found.data()));
    },

    async count(wanted, upTo) {
      const asked = toFirestoreQuery(firestore, tenant, wanted);
      const counted = upTo === undefined ? asked : query(asked, atMost(upTo));
      return (await getCountFromServer(counted)).data().count;
    },

    async get(sent) {
      if (sent === '') return undefined;
      const id = await documentIdOf(sent);
      const data = (await getDocFromServer(doc(logs, id))).data();
      return data && toLog(id, data);
    },
  };
}

/** The tenant's settings that its readers may see. */
export async function readReaderSettings(
  firestore: Firestore,
  tenant: string,
): Promise<ReaderSettings> {
  const data = (await getDoc(doc(firestore, 'tenants', tenant, 'reader', 'settings'))).data() ?? {};
  const since = toInstant(data['search_since']);
  return toReaderSettings({ ...data, search_since: since });
}
