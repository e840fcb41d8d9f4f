import { Firestore } from '@google-cloud/firestore';

import { requiredEnv } from './env.js';

/** A client of the Firestore emulator, or of what is at `host`, with the test run's project. */
export function emulatedFirestore(host?: string): Firestore {
  const emulator = requiredEnv('FIRESTORE_EMULATOR_HOST');
  // The variable goes before every setting, and is read when a client is made.
  process.env['FIRESTORE_EMULATOR_HOST'] = host ?? emulator;
  try {
    return new Firestore({ projectId: requiredEnv('GCLOUD_PROJECT') });
  } finally {
    process.env['FIRESTORE_EMULATOR_HOST'] = emulator;
  }
}

let next = 0;

/** A tenant that no other test has written to. */
export function newTenant(): string {
  next += 1;
  return `t${process.pid}-${Date.now()}-${next}`;
}
