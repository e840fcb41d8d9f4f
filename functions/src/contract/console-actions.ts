/** The names of the console's callable functions. */
export const CONSOLE_ACTIONS = [
  'replayDeadLetter',
  'discardDeadLetter',
  'listApiKeys',
  'createApiKey',
  'revokeApiKey',
  'saveSearch',
  'deleteSearch',
  'saveAlert',
  'silenceAlert',
  'testAlert',
  'deleteAlert',
  'rotateAlertSecret',
] as const;

export type ConsoleAction = (typeof CONSOLE_ACTIONS)[number];

/** Why a call is refused, by Firebase's names: https://firebase.google.com/docs/reference/node/firebase.functions#functionserrorcode */
export const REFUSAL_CODES = [
  'unauthenticated',
  'permission-denied',
  'invalid-argument',
  'not-found',
  'failed-precondition',
  'deadline-exceeded',
] as const;

export type RefusalCode = (typeof REFUSAL_CODES)[number];
