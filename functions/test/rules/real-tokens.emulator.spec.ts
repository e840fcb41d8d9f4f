import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

import { deleteApp, type FirebaseApp, initializeApp } from 'firebase/app';
import {
  type Auth,
  connectAuthEmulator,
  getAuth,
  signInWithEmailAndPassword,
  signInWithEmailLink,
  type User,
} from 'firebase/auth';
import {
  collection,
  collectionGroup,
  connectFirestoreEmulator,
  doc,
  type Firestore,
  getCountFromServer,
  getDocFromServer,
  getDocsFromServer,
  getFirestore,
  onSnapshot,
  setDoc,
  setLogLevel,
  terminate,
} from 'firebase/firestore';

import { answered } from './operations.js';
import { createReaderAdmin } from '../../../scripts/operate/tenant/reader-admin.js';
import { emulatedAuth, linkSentTo } from '../../../harness/support/auth.js';
import { requiredEnv } from '../../../harness/support/env.js';
import { emulatedFirestore, newTenant } from '../../../harness/support/firestore.js';

const PASSWORD = 'a-password-of-a-test';
const AS_IT_IS = { create: false, replace: false };

/** A browser's own way: the web SDK, signed in at the Auth emulator, with the token it gets there. */
describe('firestore.rules with real ID tokens', function () {
  const store = emulatedFirestore();
  const readers = createReaderAdmin(emulatedAuth());
  const [tenant, neighbour] = [newTenant(), newTenant()];
  const email = `reader@${tenant}.example`;
  let app: FirebaseApp;
  let auth: Auth;
  let firestore: Firestore;
  let user: User;

  before(async () => {
    for (const id of [tenant, neighbour]) {
      const log = store.doc(`tenants/${id}/processed_logs/l1`);
      await log.set({ modified_data: `a log of ${id}` });
      await log.collection('restricted').doc('original').set({ original_text: 'x' });
      await store.doc(`tenants/${id}/dead_letters/d1`).set({ reason: 'undecodable' });
    }
    await emulatedAuth().createUser({ email, password: PASSWORD, emailVerified: true });
    setLogLevel('silent');
    app = initializeApp({ projectId: requiredEnv('GCLOUD_PROJECT'), apiKey: 'demo' }, 'tokens');
    auth = getAuth(app);
    const authHost = requiredEnv('FIREBASE_AUTH_EMULATOR_HOST');
    connectAuthEmulator(auth, `http://${authHost}`, { disableWarnings: true });
    firestore = getFirestore(app);
    const [host = '', port] = requiredEnv('FIRESTORE_EMULATOR_HOST').split(':');
    connectFirestoreEmulator(firestore, host, Number(port));
    ({ user } = await signInWithEmailAndPassword(auth, email, PASSWORD));
  });

  after(async () => {
    await terminate(firestore);
    await deleteApp(app);
    await store.terminate();
  });

  const logs = (id: string) => collection(firestore, `tenants/${id}/processed_logs`);
  const denied = (attempt: () => Promise<unknown>) =>
    assert.rejects(answered(attempt), { code: 'permission-denied' });

  it('shows a user without a tenant nothing', async () => {
    await denied(() => getDocsFromServer(logs(tenant)));
    await denied(() => getDocFromServer(doc(logs(tenant), 'l1')));
  });

  it('shows a reader the logs of their tenant, after the next sign-in, and nothing else', async () => {
    await readers.grant(tenant, email, { role: 'reader', ...AS_IT_IS });
    await denied(() => getDocsFromServer(logs(tenant)));
    ({ user } = await signInWithEmailLink(auth, email, await linkSentTo(email)));

    assert.deepEqual(
      (await answered(() => getDocsFromServer(logs(tenant)))).docs.map((log) => log.data()),
      [{ modified_data: `a log of ${tenant}` }],
    );
    assert.equal((await answered(() => getCountFromServer(logs(tenant)))).data().count, 1);
    const live = await new Promise<number>((resolve, reject) => {
      const stop = onSnapshot(
        logs(tenant),
        { includeMetadataChanges: true },
        ({ size, metadata }) => {
          // After ten seconds without a connection, the SDK reports what it has: nothing.
          if (metadata.fromCache) return;
          stop();
          resolve(size);
        },
        reject,
      );
    });
    assert.equal(live, 1);

    await denied(() => getDocsFromServer(logs(neighbour)));
    await denied(() => getCountFromServer(logs(neighbour)));
    await denied(() => getDocsFromServer(collectionGroup(firestore, 'processed_logs')));
    await denied(() => getDocsFromServer(collection(firestore, `tenants/${tenant}/dead_letters`)));
    await denied(() => getDocFromServer(doc(logs(tenant), 'l1/restricted/original')));
    await denied(() => getDocFromServer(doc(firestore, `tenants/${tenant}`)));
    await denied(() => setDoc(doc(logs(tenant), 'mine'), { modified_data: 'forged' }));
  });

  it('shows an admin the dead letters and originals of their tenant as well', async () => {
    await readers.grant(tenant, email, { role: 'admin', ...AS_IT_IS });
    await user.getIdToken(true);
    const letters = (id: string) => collection(firestore, `tenants/${id}/dead_letters`);
    assert.equal((await answered(() => getDocsFromServer(letters(tenant)))).size, 1);
    const original = doc(logs(tenant), 'l1/restricted/original');
    assert.ok((await answered(() => getDocFromServer(original))).exists());
    await denied(() => getDocsFromServer(letters(neighbour)));
    await denied(() => getDocFromServer(doc(logs(neighbour), 'l1/restricted/original')));
    await denied(() => setDoc(doc(letters(tenant), 'd1'), { reason: 'forged' }));
  });

  it('shows a revoked reader nothing, and ends their session', async () => {
    // Firebase Auth counts in whole seconds.
    await sleep(1_100);
    await readers.revoke(tenant, email);
    const old = await user.getIdToken();
    // The emulator still renews a token, which Firebase Auth itself would not.
    const revoked = emulatedAuth().verifyIdToken(old, true);
    await assert.rejects(revoked, { code: 'auth/id-token-revoked' });
    await user.getIdToken(true);
    await denied(() => getDocsFromServer(logs(tenant)));
  });
});
