import { getApps, initializeApp } from 'firebase-admin/app';
import { type Auth, getAuth } from 'firebase-admin/auth';

import { requiredEnv } from './env.js';

/** An administrator's client of the Auth emulator. */
export function emulatedAuth(): Auth {
  requiredEnv('FIREBASE_AUTH_EMULATOR_HOST');
  return getAuth(getApps()[0] ?? initializeApp());
}

/** Asks for a sign-in link, and resolves to what Firebase Auth would have sent by e-mail. */
export async function linkSentTo(email: string): Promise<string> {
  return emulatedAuth().generateSignInWithEmailLink(email, {
    url: 'http://127.0.0.1',
    handleCodeInApp: true,
  });
}
