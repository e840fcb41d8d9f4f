/** Settings for a build of the page, in `web/.env` or the environment; all have a default. */
export const SETTINGS = {
  /** `true` offers sign-in with Google, which must also be enabled in Firebase Auth. */
  googleSignIn: import.meta.env['VITE_GOOGLE_SIGN_IN'] === 'true',
} as const;
