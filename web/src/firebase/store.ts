import type { FirebaseApp } from 'firebase/app';
import { connectFirestoreEmulator, type Firestore, initializeFirestore } from 'firebase/firestore';

import type { ReaderSettings } from '../../../functions/src/contract/reader-settings.js';
import { SETTINGS_MS } from '../limits.js';
import { type AlertReader, createAlertReader } from './alert-reader.js';
import { splitAddress } from './configuration.js';
import { createDeadLetterReader, type DeadLetterReader } from './dead-letter-reader.js';
import { readReaderSettings } from './log-source.js';
import { createLogReader, type LogReader } from './log-reader.js';
import { type NamedSearch, readSearches } from './search-reader.js';

/** What a tenant's reader can read from Firestore; the security rules decide on each read. */
export interface Store {
  /** Rejects if the tenant's settings cannot be read. */
  logs: (tenant: string) => Promise<LogReader>;
  deadLetters: (tenant: string) => DeadLetterReader;
  alerts: (tenant: string) => AlertReader;
  /** Searches that are shared with all readers of the tenant. */
  searches: (tenant: string) => Promise<NamedSearch[]>;
}

export function openStore(app: FirebaseApp, database: string, emulator: string | undefined): Store {
  // Cached only in memory: a tenant's logs do not belong on the disk of a shared machine.
  const firestore: Firestore = initializeFirestore(app, {}, database);
  if (emulator !== undefined) {
    const [host, port] = splitAddress(emulator);
    connectFirestoreEmulator(firestore, host, port);
  }
  /** For one tenant at a time; expires, so that added shards are queried soon. */
  let known: { tenant: string; until: number; settings: Promise<ReaderSettings> } | undefined;
  const settingsOf = async (tenant: string) => {
    if (known?.tenant !== tenant || known.until < Date.now()) {
      const settings = readReaderSettings(firestore, tenant);
      known = { tenant, until: Date.now() + SETTINGS_MS, settings };
      settings.catch(() => {
        known = undefined;
      });
    }
    return known.settings;
  };
  return {
    logs: async (tenant) => createLogReader(firestore, tenant, await settingsOf(tenant)),
    deadLetters: (tenant) => createDeadLetterReader(firestore, tenant),
    alerts: (tenant) => createAlertReader(firestore, tenant),
    searches: (tenant) => readSearches(firestore, tenant),
  };
}
