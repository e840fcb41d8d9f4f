/** An error as a bug might throw it: it quotes what must not be told, wherever an error has room. */
export function quotingError() {
  const { CANARY } = process.env;
  const error = new Error(`${CANARY}\n    at ${CANARY} (file.js:1:1)`);
  return Object.assign(error, { code: `${CANARY} code`, details: CANARY });
}
