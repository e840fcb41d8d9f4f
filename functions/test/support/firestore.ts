import { Firestore } from '@google-cloud/firestore';

import { requiredEnv } from './env.js';

/** A client of the Firestore emulator, with the project of the test run. */
export function emulatedFirestore(): Firestore {
  requiredEnv('FIRESTORE_EMULATOR_HOST');
  return new Firestore({ projectId: requiredEnv('GCLOUD_PROJECT') });
}

let next = 0;

/** A tenant that no other test has written to. */
export function newTenant(): string {
  next += 1;
  return `t${process.pid}-${Date.now()}-${next}`;
}
