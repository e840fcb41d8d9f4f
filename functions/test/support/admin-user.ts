import { deleteApp, initializeApp } from 'firebase/app';
import { connectAuthEmulator, getAuth, signInWithEmailAndPassword, type User } from 'firebase/auth';
import { connectFunctionsEmulator, getFunctions, httpsCallable } from 'firebase/functions';

import { emulatedAuth } from '../../../harness/support/auth.js';
import { requiredEnv } from '../../../harness/support/env.js';

/** A person in a browser: the web SDK, signed in at the Auth emulator. */
export interface SignedIn {
  user: User;
  /** Calls a function of the Functions emulator. */
  call<Output>(name: string, data?: unknown): Promise<Output>;
  leave(): Promise<void>;
}

const PASSWORD = 'a-password-of-a-test';

/** Makes a user with these claims and signs them in. */
export async function signIn(email: string, claims: object): Promise<SignedIn> {
  const { uid } = await emulatedAuth().createUser({
    email,
    password: PASSWORD,
    emailVerified: true,
  });
  await emulatedAuth().setCustomUserClaims(uid, claims);
  const app = initializeApp({ projectId: requiredEnv('GCLOUD_PROJECT'), apiKey: 'demo' }, email);
  const auth = getAuth(app);
  const authHost = requiredEnv('FIREBASE_AUTH_EMULATOR_HOST');
  connectAuthEmulator(auth, `http://${authHost}`, { disableWarnings: true });
  const functions = getFunctions(app);
  const { hostname, port } = new URL(requiredEnv('INGEST_URL'));
  connectFunctionsEmulator(functions, hostname, Number(port));
  const { user } = await signInWithEmailAndPassword(auth, email, PASSWORD);
  return {
    user,
    call: async <Output>(name: string, data?: unknown) =>
      (await httpsCallable<unknown, Output>(functions, name)(data)).data,
    leave: () => deleteApp(app),
  };
}
