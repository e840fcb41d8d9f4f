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

/** What the page has of Firebase. Firestore and Functions load when they are first asked for. */
export interface Firebase {
  auth: Auth;
  store: () => Promise<Store>;
  callables: () => Promise<Callables>;
}

export async function openFirebase(): Promise<Firebase> {
  // The largest part of the SDK comes while the configuration is read.
  const storeModule = import('./store.js');
  const { options, emulators } = await readConfiguration();
  const app = initializeApp(options);
  const auth = initializeAuth(app, {
    persistence: [indexedDBLocalPersistence, browserLocalPersistence],
  });
  if (emulators) {
    connectAuthEmulator(auth, `http://${emulators.auth}`, { disableWarnings: true });
  }
  return {
    auth,
    store: once(async () => (await storeModule).openStore(app, emulators?.firestore)),
    callables: once(async () =>
      (await import('./callables.js')).openCallables(app, emulators?.functions),
    ),
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
