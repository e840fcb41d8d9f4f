/** A fault that a person can fix: its message is one sentence that says how. */
export class OperatorError extends Error {
  override name = 'OperatorError';
}
