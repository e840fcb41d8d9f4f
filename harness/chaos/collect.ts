import type { Firestore } from '../../functions/src/adapters/firestore.js';

import type { Found, FoundLetter } from './reconcile.js';

const EXPECTED = new Set(['processed_logs', 'dead_letters', 'quota']);

/** Reads a whole database. */
export async function collect(firestore: Firestore): Promise<Found> {
  const found: Found = { logs: [], letters: [], others: [] };
  for (const collection of await firestore.listCollections()) {
    if (collection.id === 'dead_letters') {
      found.letters.push(...(await readLetters(collection, undefined)));
    } else if (collection.id !== 'tenants') {
      found.others.push(collection.path);
    }
  }
  for (const tenant of await firestore.collection('tenants').listDocuments()) {
    if ((await tenant.get()).exists) found.others.push(tenant.path);
    for (const collection of await tenant.listCollections()) {
      if (!EXPECTED.has(collection.id)) found.others.push(collection.path);
    }
    const logs = await tenant.collection('processed_logs').get();
    for (const log of logs.docs) {
      found.logs.push({
        tenant: tenant.id,
        logId: log.id,
        source: log.get('source'),
        originalText: log.get('original_text'),
        modifiedData: log.get('modified_data'),
        rewritten: !log.createTime.isEqual(log.updateTime),
        storedAt: log.createTime.toMillis(),
      });
    }
    found.letters.push(...(await readLetters(tenant.collection('dead_letters'), tenant.id)));
  }
  return found;
}

async function readLetters(
  collection: ReturnType<Firestore['collection']>,
  tenant: string | undefined,
): Promise<FoundLetter[]> {
  const { docs } = await collection.get();
  return docs.map((letter) => ({
    tenant,
    reason: letter.get('reason'),
    attempts: letter.get('attempts'),
    payload: letter.get('payload'),
    healed: letter.get('replayed_at') === undefined ? 0 : Number(letter.get('rounds') ?? 0),
  }));
}
