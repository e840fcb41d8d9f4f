/** The code of a Firebase error, without its product's name: `permission-denied`. */
export function firebaseCode(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return 'unknown';
  return String(error.code).replace(/^[a-z]+\//, '');
}

/** Explains a failure to a person, with what to do about it. */
export function describeFailure(error: unknown): string {
  const code = firebaseCode(error);
  const known = MESSAGES.get(code);
  if (known !== undefined) return known;
  // The SDK appends the answer's HTTP status.
  const message = error instanceof Error ? error.message.replace(/ \[\d{3}\]$/, '') : '';
  return message === '' ? `It failed (${code}). Try again in a moment.` : message;
}

const MESSAGES: ReadonlyMap<string, string> = new Map([
  ['unavailable', 'Firebase cannot be reached. Check the network, then try again.'],
  ['deadline-exceeded', 'Firebase took too long to answer. Try again in a moment.'],
  ['resource-exhausted', 'The project’s quota is used up. Try again later.'],
  ['unauthenticated', 'Your session has ended. Sign in again.'],
  ['internal', 'The function failed or could not be reached. Try again in a moment.'],
]);
