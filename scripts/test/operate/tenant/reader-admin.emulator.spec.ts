import assert from 'node:assert/strict';

import { deleteApp, type FirebaseApp, initializeApp } from 'firebase/app';
import {
  type Auth,
  connectAuthEmulator,
  createUserWithEmailAndPassword,
  getAuth,
  GoogleAuthProvider,
  linkWithCredential,
  signInWithCredential,
  signInWithCustomToken,
  signInWithEmailAndPassword,
  signInWithEmailLink,
  updateEmail,
  type User,
} from 'firebase/auth';

import { emulatedAuth, linkSentTo } from '../../../../harness/support/auth.js';
import { requiredEnv } from '../../../../harness/support/env.js';
import { newTenant } from '../../../../harness/support/firestore.js';
import { createReaderAdmin } from '../../../operate/tenant/reader-admin.js';

const PASSWORD = 'the-stranger-knows-it';
const READER = { role: 'reader', create: true, replace: false } as const;

/** A stranger and the owner of an address, each in a browser of their own, with the web SDK. */
describe('a grant', function () {
  const admin = emulatedAuth();
  const readers = createReaderAdmin(admin);
  const apps: FirebaseApp[] = [];
  let tenant: string;
  let email: string;

  beforeEach(() => {
    tenant = newTenant();
    email = `owner@${tenant}.example`;
  });

  after(() => Promise.all(apps.map(deleteApp)));

  const browser = (): Auth => {
    const options = { projectId: requiredEnv('GCLOUD_PROJECT'), apiKey: 'demo' };
    const app = initializeApp(options, `browser-${apps.length}-${tenant}`);
    apps.push(app);
    const auth = getAuth(app);
    const host = requiredEnv('FIREBASE_AUTH_EMULATOR_HOST');
    connectAuthEmulator(auth, `http://${host}`, { disableWarnings: true });
    return auth;
  };
  /** What Google says of somebody, as the emulator takes it. */
  const google = (sub: string, address: string) =>
    GoogleAuthProvider.credential(
      JSON.stringify({
        sub,
        email: address,
        email_verified: true,
        iss: '',
        aud: '',
        exp: 0,
        iat: 0,
      }),
    );
  const signUp = async (): Promise<User> =>
    (await createUserWithEmailAndPassword(browser(), email, PASSWORD)).user;
  const tenantOf = async (user: User): Promise<unknown> =>
    (await user.getIdTokenResult(true)).claims['tenant_id'];

  const ownerSignsIn = {
    'by a link': async () => {
      const { user } = await signInWithEmailLink(browser(), email, await linkSentTo(email));
      return user;
    },
    'with Google': async () => {
      const { user } = await signInWithCredential(browser(), google(`owner-${tenant}`, email));
      return user;
    },
    'by resetting the password': async () => {
      const link = new URL(await admin.generatePasswordResetLink(email));
      link.searchParams.set('newPassword', 'the-owner-knows-it');
      assert.equal((await fetch(link)).status, 200);
      return (await signInWithEmailAndPassword(browser(), email, 'the-owner-knows-it')).user;
    },
  };

  for (const [preparation, prepare] of [
    ['signed up', async () => signUp()],
    [
      'has a session and no provider, as after taking the password off again',
      async () => {
        const { uid } = await admin.createUser({ email });
        const { user } = await signInWithCustomToken(browser(), await admin.createCustomToken(uid));
        return user;
      },
    ],
    [
      'signed up and linked a Google account of their own',
      async () => {
        const user = await signUp();
        const credential = google(`stranger-${tenant}`, `stranger@${tenant}.example`);
        await linkWithCredential(user, credential);
        return user;
      },
    ],
    [
      'signed up, after which the owner fell for the e-mail that verifies',
      async () => {
        const user = await signUp();
        const link = await admin.generateEmailVerificationLink(email);
        assert.equal((await fetch(link)).status, 200);
        return user;
      },
    ],
  ] as const) {
    for (const [way, ownerSigns] of Object.entries(ownerSignsIn)) {
      it(`leaves nothing to a stranger who ${preparation}, when the owner signs in ${way}`, async () => {
        const stranger = await prepare();
        const granted = await readers.grant(tenant, email, READER);
        assert.equal(granted.replaced, true);
        await assert.rejects(stranger.getIdToken(true));

        const owner = await ownerSigns();
        assert.equal(await tenantOf(owner), tenant);
        await assert.rejects(stranger.getIdToken(true));
        await assert.rejects(signInWithEmailAndPassword(browser(), email, PASSWORD));
        const providers = (await admin.getUser(owner.uid)).providerData.map(({ uid }) => uid);
        assert.ok(!providers.includes(`stranger-${tenant}`));
      });
    }
  }

  it('refuses the address of a colleague that a reader changed to, until that reader is revoked', async () => {
    const own = `reader@${tenant}.example`;
    await readers.grant(tenant, own, READER);
    const { user } = await signInWithEmailLink(browser(), own, await linkSentTo(own));
    await updateEmail(user, email);

    const asAdmin = { ...READER, role: 'admin' } as const;
    await assert.rejects(readers.grant(tenant, email, asAdmin), (error: Error) => {
      assert.match(error.message, /has not verified it/);
      assert.match(error.message, new RegExp(`reader revoke ${tenant} ${user.uid}`));
      assert.doesNotMatch(error.message, /verify|sign in/);
      return true;
    });
    assert.equal((await admin.getUser(user.uid)).customClaims?.['role'], undefined);

    await readers.revoke(tenant, user.uid);
    const granted = await readers.grant(tenant, email, asAdmin);
    assert.notEqual(granted.uid, user.uid);
    await assert.rejects(user.getIdToken(true));
  });

  it('changes the role of a reader who has proved the address, and ends their sessions', async () => {
    const { uid } = await readers.grant(tenant, email, READER);
    await signInWithEmailLink(browser(), email, await linkSentTo(email));
    const again = await readers.grant(tenant, email, { ...READER, role: 'admin' });
    assert.deepEqual(again, { email, uid, tenant_id: tenant, role: 'admin', replaced: false });
    assert.ok((await admin.getUser(uid)).tokensValidAfterTime);
  });

  it('changes the role of a reader who has yet to sign in', async () => {
    const { uid } = await readers.grant(tenant, email, READER);
    const again = await readers.grant(tenant, email, { ...READER, role: 'admin' });
    assert.deepEqual([again.uid, again.replaced, again.role], [uid, false, 'admin']);
  });

  it('deletes no account of another application unless asked to, and keeps its claims', async () => {
    const { uid } = await admin.createUser({ email, emailVerified: true });
    await admin.setCustomUserClaims(uid, { theirs: 1 });
    await assert.rejects(readers.grant(tenant, email, READER), /another application.*--replace/);
    const granted = await readers.grant(tenant, email, { ...READER, replace: true });
    assert.notEqual(granted.uid, uid);
    const claims = (await admin.getUser(granted.uid)).customClaims;
    assert.deepEqual(claims, { theirs: 1, tenant_id: tenant });
  });

  it('refuses an account that is disabled', async () => {
    await admin.createUser({ email, disabled: true });
    await assert.rejects(readers.grant(tenant, email, READER), /is disabled/);
  });
});
