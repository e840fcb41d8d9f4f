import { initializeApp } from 'firebase/app';
import {
  type Auth,
  browserLocalPersistence,
  connectAuthEmulator,
  indexedDBLocalPersistence,
  initializeAuth,
} from 'firebase/auth';

import type { Callables } from './callables.js';
import { readConfiguration } from './configuration.js';
import type { Store } from './store.js';

/** The page's access to Firebase. Firestore and Functions load on first use. */
export interface Firebase {
  auth: Auth;
  store: () => Promise<Store>;
  callables: () => Promise<Callables>;
}

const loadStore = () => import('./store.js');

export async function openFirebase(): Promise<Firebase> {
  // The largest part of the SDK loads while the configuration is fetched.
  loadStore().catch(() => {
    // Whoever needs it asks again, and gets the error.
  });
  const { options, database, emulators } = await readConfiguration();
  const app = initializeApp(options);
  const auth = initializeAuth(app, {
    persistence: [indexedDBLocalPersistence, browserLocalPersistence],
  });
  if (emulators) {
    connectAuthEmulator(auth, `http://${emulators.auth}`, { disableWarnings: true });
  }
  return {
    auth,
    store: once(async () => (await loadStore()).openStore(app, database, emulators?.firestore)),
    callables: once(async () => (await import('./callables.js')).openCallables(app)),
  };
}

/** Creates a value on first use; a failure is retried on the next use. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  const attempt = async () => {
    try {
      return await make();
    } catch (error) {
      made = undefined;
      throw error;
    }
  };
  return () => (made ??= attempt());
}
