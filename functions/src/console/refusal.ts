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

/** An answer other than success, with a sentence for the person who called. */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string) {
    super(message);
    this.code = code;
  }
}
