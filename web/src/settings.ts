/** What a build of the page can be given, in `web/.env` or the environment; all have a default. */
export const SETTINGS = {
  /** `true` offers to sign in with Google, which has to be switched on in Firebase Auth as well. */
  googleSignIn: import.meta.env['VITE_GOOGLE_SIGN_IN'] === 'true',
} as const;
