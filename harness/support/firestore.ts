import { Firestore } from '../../functions/src/adapters/firestore.js';
import {
  createDocuments,
  type Documents,
} from '../../functions/src/adapters/firestore-rest/documents.js';
import { connect } from '../../functions/src/adapters/google-rest/connection.js';
import { requiredEnv } from './env.js';

/** A client of the Firestore emulator with the test run's project, unless `at` says otherwise. */
export function emulatedFirestore(at: { host?: string; projectId?: string } = {}): Firestore {
  const emulator = requiredEnv('FIRESTORE_EMULATOR_HOST');
  // The variable overrides every setting, and is read when a client is created.
  process.env['FIRESTORE_EMULATOR_HOST'] = at.host ?? emulator;
  try {
    return new Firestore({ projectId: at.projectId ?? requiredEnv('GCLOUD_PROJECT') });
  } finally {
    process.env['FIRESTORE_EMULATOR_HOST'] = emulator;
  }
}

/** The same emulator, as the functions' hot path reads and writes it. */
export function emulatedDocuments(
  at: { host?: string; projectId?: string; attemptTimeoutMs?: number } = {},
): Documents {
  return createDocuments(
    at.projectId ?? requiredEnv('GCLOUD_PROJECT'),
    connect({
      service: 'firestore.googleapis.com',
      emulatorHost: at.host ?? requiredEnv('FIRESTORE_EMULATOR_HOST'),
      ...(at.attemptTimeoutMs !== undefined && { attemptTimeoutMs: at.attemptTimeoutMs }),
    }),
  );
}

let next = 0;

/** A tenant that no other test has written to. */
export function newTenant(): string {
  next += 1;
  return `t${process.pid}-${Date.now()}-${next}`;
}
