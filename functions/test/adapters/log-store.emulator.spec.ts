import assert from 'node:assert/strict';

import { createLogStore } from '../../src/adapters/log-store.js';
import { tenantSchema } from '../../src/contract/tenant.js';
import { createStoreLogs } from '../../src/process/store-logs.js';
import { startStrictService, type StrictOptions } from '../../../harness/stack/strict-service.js';
import { requiredEnv } from '../../../harness/support/env.js';
import {
  emulatedDocuments,
  emulatedFirestore,
  newTenant,
} from '../../../harness/support/firestore.js';
import { logMessage } from '../../../harness/support/messages.js';

const TIMEOUT_MS = 20_000;
const MIB = 1024 ** 2;

const TENANT = tenantSchema.parse({});
const NO_ORIGINAL = tenantSchema.parse({ settings: { original_text: 'none' } });

/** A store with a Firestore that refuses writes the emulator accepts. */
async function strict(options: StrictOptions) {
  const service = await startStrictService(requiredEnv('FIRESTORE_EMULATOR_HOST'), options);
  const storeLogs = createStoreLogs({
    store: createLogStore(TIMEOUT_MS, emulatedDocuments({ host: service.host })),
    now: () => new Date(),
    redactionOf: () => ({}),
  });
  return { service, storeLogs };
}

const texts = (count: number, text: string) =>
  Array.from({ length: count }, (_, n) => ({ log_id: `l${n}`, text: `${n} ${text}` }));

describe('logs of several tenants that share a request to Firestore', () => {
  const firestore = emulatedFirestore();
  after(() => firestore.terminate());

  it('are measured as they are sent: control characters push no neighbour out', async () => {
    const { service, storeLogs } = await strict({ maxBytes: 10 * MIB });
    // 2.4 MB as documents, 19 MB as JSON.
    const large = texts(40, '\u0001'.repeat(40_000));
    const outcomes = await Promise.all([
      storeLogs(logMessage(newTenant(), ...large), TENANT),
      storeLogs(logMessage(newTenant(), ...texts(80, 'a neighbour')), TENANT),
    ]);
    assert.deepEqual(new Set(outcomes.flat().map(({ kind }) => kind)), new Set(['stored']));
    assert.equal(service.refused(), 0, 'a request was too large');
    assert.ok(service.largest() > MIB);
    service.close();
  });

  for (const [how, refusal] of [
    ['in the form of Google’s APIs', undefined],
    ['with a bare 400', { status: 400, body: 'Bad Request' }],
    ['with a bare 413', { status: 413, body: '<html>' }],
  ] as const) {
    it(`are stored though a log among them is refused, ${how}`, async () => {
      const poison = `poison-${newTenant()}`;
      const { service, storeLogs } = await strict({ poison, ...(refusal && { refusal }) });
      const [bad, good] = await Promise.all([
        storeLogs(
          logMessage(newTenant(), ...texts(3, 'mine'), { log_id: 'bad', text: poison }),
          TENANT,
        ),
        storeLogs(logMessage(newTenant(), ...texts(50, 'a neighbour')), NO_ORIGINAL),
      ]);
      assert.deepEqual(new Set(good.map(({ kind }) => kind)), new Set(['stored']));
      assert.deepEqual(
        bad.map((outcome) => ('reason' in outcome ? outcome.reason : outcome.kind)),
        ['stored', 'stored', 'stored', 'rejected_by_store'],
      );
      assert.ok(service.refused() > 1);
      service.close();
    });
  }

  it('replace an original that a deletion left behind', async () => {
    const tenant = newTenant();
    const path = `tenants/${tenant}/processed_logs/l1`;
    await firestore.doc(`${path}/restricted/original`).set({ original_text: 'left over' });
    const { service, storeLogs } = await strict({});
    const restricted = tenantSchema.parse({ settings: { original_text: 'restricted' } });
    const message = logMessage(tenant, { log_id: 'l1', text: 'as it is now' });
    assert.equal((await storeLogs(message, restricted))[0]?.kind, 'stored');
    const original = await firestore.doc(`${path}/restricted/original`).get();
    assert.equal(original.get('original_text'), 'as it is now');
    // With its log present, the original stays unchanged.
    const other = logMessage(tenant, { log_id: 'l1', text: 'something else' });
    assert.equal((await storeLogs(other, restricted))[0]?.kind, 'dead_letter');
    const kept = await firestore.doc(`${path}/restricted/original`).get();
    assert.equal(kept.get('original_text'), 'as it is now');
    service.close();
  });
});
