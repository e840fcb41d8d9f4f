import type { FirebaseApp } from 'firebase/app';
import { connectFirestoreEmulator, type Firestore, initializeFirestore } from 'firebase/firestore';

import { splitAddress } from './configuration.js';
import { createDeadLetterReader, type DeadLetterReader } from './dead-letter-reader.js';
import { createLogReader, type LogReader } from './log-reader.js';

/** What a tenant's reader reads of Firestore; the security rules decide on each read. */
export interface Store {
  logs: (tenant: string) => LogReader;
  deadLetters: (tenant: string) => DeadLetterReader;
}

export function openStore(app: FirebaseApp, database: string, emulator: string | undefined): Store {
  // Kept in memory alone: logs of a tenant have no place on the disk of a shared machine.
  const firestore: Firestore = initializeFirestore(app, {}, database);
  if (emulator !== undefined) {
    const [host, port] = splitAddress(emulator);
    connectFirestoreEmulator(firestore, host, port);
  }
  return {
    logs: (tenant) => createLogReader(firestore, tenant),
    deadLetters: (tenant) => createDeadLetterReader(firestore, tenant),
  };
}
