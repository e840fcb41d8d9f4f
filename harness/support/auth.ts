import { getApps, initializeApp } from 'firebase-admin/app';
import { type Auth, getAuth } from 'firebase-admin/auth';

import { requiredEnv } from './env.js';

/** An administrator's client of the Auth emulator. */
export function emulatedAuth(): Auth {
  requiredEnv('FIREBASE_AUTH_EMULATOR_HOST');
  return getAuth(getApps()[0] ?? initializeApp());
}
