import type { openFirestore } from '../../../../functions/src/adapters/firestore.js';

import type { DeadLog, StoredLog } from './reconcile.js';

/** What a run left in Firestore. */
export interface RunDocuments {
  /** How many logs of the run are stored, in its tenants. Costs a read per 1,000 of them. */
  countStored(): Promise<number>;
  /** How many of its logs are among its tenants' dead letters. */
  countDead(): Promise<number>;
  stored(): AsyncGenerator<StoredLog>;
  dead(): AsyncGenerator<DeadLog>;
}

type Firestore = ReturnType<typeof openFirestore>;
type Query = ReturnType<ReturnType<Firestore['collection']>['where']>;
interface Time {
  toMillis(): number;
}

const PAGE = 2_000;
/** Firestore's name for a document's id in a query. */
const ID = '__name__';

/** By the ids of a run, which all begin with `idPrefix`: no index is needed, no other log read. */
export function findRunDocuments(
  firestore: Firestore,
  tenantIds: readonly string[],
  idPrefix: string,
): RunDocuments {
  const unique = [...new Set(tenantIds)];
  // The least string after all that begin with the prefix, which ends in "-".
  const end = `${idPrefix.slice(0, -1)}.`;
  const logsOf = (tenantId: string) =>
    firestore
      .collection(`tenants/${tenantId}/processed_logs`)
      .where(ID, '>=', idPrefix)
      .where(ID, '<', end);
  const lettersOf = (tenantId: string) =>
    firestore
      .collection(`tenants/${tenantId}/dead_letters`)
      .where('log_id', '>=', idPrefix)
      .where('log_id', '<', end);

  return {
    countStored: () => count(unique.map(logsOf)),
    countDead: () => count(unique.map(lettersOf)),

    async *stored() {
      for (const tenantId of unique) {
        const query = logsOf(tenantId)
          .orderBy(ID)
          .select('original_text', 'shard', 'received_at', 'processed_at')
          .limit(PAGE);
        let page = await query.get();
        while (page.size > 0) {
          for (const document of page.docs) {
            const originalText: string | undefined = document.get('original_text');
            yield {
              tenantId,
              logId: document.id,
              ...(originalText !== undefined && { originalText }),
              shard: Number(document.get('shard')),
              receivedAt: (document.get('received_at') as Time).toMillis(),
              processedAt: (document.get('processed_at') as Time).toMillis(),
              rewritten: !document.createTime.isEqual(document.updateTime),
            };
          }
          page = await query.startAfter(page.docs.at(-1)).get();
        }
      }
    },

    async *dead() {
      for (const tenantId of unique) {
        for (const letter of (await lettersOf(tenantId).select('log_id').get()).docs) {
          yield { tenantId, logId: letter.get('log_id') as string };
        }
      }
    },
  };
}

async function count(queries: Query[]): Promise<number> {
  const counts = await Promise.all(queries.map((query) => query.count().get()));
  return counts.reduce((sum, counted) => sum + counted.data().count, 0);
}
