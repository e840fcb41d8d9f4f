import { FIRESTORE_ATTEMPT_TIMEOUT_MS } from '../../limits.js';
import { connect } from './connection.js';
import { createDocuments, type Documents } from './documents.js';

let opened: Documents | undefined;

/** The documents of the project that the platform or the emulator names; once a process. */
export function openDocuments(): Documents {
  return (opened ??= createDocuments(
    connect({
      project: projectId(),
      emulatorHost: process.env['FIRESTORE_EMULATOR_HOST'],
      attemptTimeoutMs: FIRESTORE_ATTEMPT_TIMEOUT_MS,
    }),
  ));
}

/** Set by Firebase for every function that it deploys or emulates. */
function projectId(): string {
  const { GCLOUD_PROJECT, GOOGLE_CLOUD_PROJECT, FIREBASE_CONFIG } = process.env;
  const project =
    GCLOUD_PROJECT ?? GOOGLE_CLOUD_PROJECT ?? JSON.parse(FIREBASE_CONFIG ?? '{}').projectId;
  if (typeof project === 'string' && project !== '') return project;
  throw new Error('The project is not known: set GCLOUD_PROJECT to its id.');
}
