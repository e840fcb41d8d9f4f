import type { ControlPlane } from '../google/control-plane/control-plane.js';
import type { ProjectOptions } from '../google/control-plane/project.js';

const APIS = [
  'artifactregistry',
  'cloudbilling',
  'cloudbuild',
  'cloudfunctions',
  'cloudresourcemanager',
  'cloudscheduler',
  'eventarc',
  'firebaseextensions',
  'firebasehosting',
  'firebaserules',
  'firestore',
  'iam',
  'identitytoolkit',
  'pubsub',
  'run',
  'runtimeconfig',
  'storage',
];

/** A project whose APIs are on: switching one on takes `firebase` ten seconds and more. */
export function resetWithApis(google: ControlPlane, options?: ProjectOptions): void {
  google.reset(options);
  for (const api of APIS) google.project.apis.add(`${api}.googleapis.com`);
}
