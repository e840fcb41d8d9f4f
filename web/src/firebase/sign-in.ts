import {
  type Auth,
  browserPopupRedirectResolver,
  GoogleAuthProvider,
  isSignInWithEmailLink,
  sendPasswordResetEmail,
  sendSignInLinkToEmail,
  signInWithEmailAndPassword,
  signInWithEmailLink,
  signInWithPopup,
} from 'firebase/auth';

/** Where the e-mail address that requested a link is kept until the link is opened. */
const ASKED_FOR = 'sign-in-email';

export async function signInWithPassword(auth: Auth, email: string, password: string) {
  await signInWithEmailAndPassword(auth, email, password);
}

/** Sends a sign-in link that leads back to where the reader is now. */
export async function sendLink(auth: Auth, email: string): Promise<void> {
  await sendSignInLinkToEmail(auth, email, { url: location.href, handleCodeInApp: true });
  localStorage.setItem(ASKED_FOR, email);
}

export async function sendReset(auth: Auth, email: string): Promise<void> {
  await sendPasswordResetEmail(auth, email);
}

export function isLink(auth: Auth): boolean {
  return isSignInWithEmailLink(auth, location.href);
}

/** The e-mail address for which this browser requested a link. */
export function emailOfLink(): string | undefined {
  return localStorage.getItem(ASKED_FOR) ?? undefined;
}

/** Signs in with the link that opened the page, and removes it from the address. */
export async function finishLink(auth: Auth, email: string): Promise<void> {
  await signInWithEmailLink(auth, email, location.href);
  localStorage.removeItem(ASKED_FOR);
}

export async function signInWithGoogle(auth: Auth): Promise<void> {
  await signInWithPopup(auth, new GoogleAuthProvider(), browserPopupRedirectResolver);
}

/** Explains a failed sign-in to a person, with what to do about it. */
export function describeSignInError(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return (
    MESSAGES.get(code) ?? `Signing in failed (${code || 'unknown reason'}). Try again in a moment.`
  );
}

const WRONG = 'The address or the password is wrong. Check both, or ask for a link instead.';

const MESSAGES: ReadonlyMap<string, string> = new Map([
  ['auth/invalid-credential', WRONG],
  ['auth/wrong-password', WRONG],
  ['auth/user-not-found', WRONG],
  ['auth/invalid-email', 'That is not an e-mail address. Check it for typos.'],
  ['auth/user-disabled', 'This account is disabled. Ask your operator.'],
  ['auth/too-many-requests', 'Too many attempts. Wait a few minutes, or ask for a link.'],
  ['auth/network-request-failed', 'No connection. Check the network and try again.'],
  ['auth/invalid-action-code', 'This link has been used or has expired. Ask for a new one.'],
  ['auth/expired-action-code', 'This link has expired. Ask for a new one.'],
  ['auth/operation-not-allowed', 'This sign-in method is disabled in Firebase Auth.'],
  ['auth/popup-closed-by-user', 'The sign-in window was closed too early. Try again.'],
  ['auth/popup-blocked', 'The browser blocked the sign-in window. Allow it and try again.'],
]);
