import assert from 'node:assert/strict';
import type { RulesTestEnvironment } from '@firebase/rules-unit-testing';
import {
  collection,
  doc,
  getDocFromServer,
  getDocsFromServer,
  type Firestore,
} from 'firebase/firestore';
import { firestoreOf, openEnvironment, seed } from './environment.js';
import { answered, isAllowed } from './operations.js';

/** As document ids and tenants: all that Firestore stores, even if the intake rejects it. */
const NAMES = [
  ...String.raw`a.b ..a ~ a~b a:b - _ __a ACME 0 % %2F acme%20 a\b it's "quoted"`.split(' '),
  ...'`ticked` * ** {log} $(log) [a-z]+ a|b ? # a&b=c tenants null'.split(' '),
  ...'ünïcode 日志 שלום 🔥 e\u0301 \u00E9'.split(' '),
  'with space',
  ' acme',
  'x'.repeat(128),
];

const PROBE = 'log_1';

describe('firestore.rules: odd names', () => {
  let environment: RulesTestEnvironment;
  const readers = new Map<string, Firestore>();

  before(async () => {
    environment = await openEnvironment('demo-rules-odd-names');
    const paths = NAMES.flatMap((name) => [
      `tenants/acme/processed_logs/${name}`,
      `tenants/${name}/processed_logs/${PROBE}`,
    ]);
    await seed(environment, Object.fromEntries(paths.map((path) => [path, { source: 'odd' }])));
    for (const tenant_id of ['acme', ...NAMES]) {
      readers.set(tenant_id, firestoreOf(environment, { claims: { tenant_id } }));
    }
  });

  after(() => environment?.cleanup());

  /** The tenants whose readers may get the document. */
  async function readersOf(path: string): Promise<string[]> {
    const verdicts = [...readers].map(async ([tenant, firestore]) =>
      (await isAllowed(() => getDocFromServer(doc(firestore, path)))) ? [tenant] : [],
    );
    return (await Promise.all(verdicts)).flat();
  }

  it('lists every log of the tenant, whatever its id', async () => {
    const logs = collection(readers.get('acme')!, 'tenants/acme/processed_logs');
    const ids = (await answered(() => getDocsFromServer(logs))).docs.map(({ id }) => id);
    assert.deepEqual(ids.toSorted(), NAMES.toSorted());
  });

  for (const name of NAMES) {
    it(`opens a log named ${JSON.stringify(name)} to its tenant only`, async () => {
      assert.deepEqual(await readersOf(`tenants/acme/processed_logs/${name}`), ['acme']);
    });

    it(`opens a tenant named ${JSON.stringify(name)} to its own readers only`, async () => {
      assert.deepEqual(await readersOf(`tenants/${name}/processed_logs/${PROBE}`), [name]);
    });
  }
});
