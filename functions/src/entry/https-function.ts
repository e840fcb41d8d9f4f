import { createRequire } from 'node:module';

import type * as firebaseHttps from './firebase-https.js';

const require = createRequire(import.meta.url);

/**
 * Declares a function that is called over HTTPS. Firebase's code for that includes the Admin SDK's
 * authentication and takes as long to load as the rest of a worker, so instances of other functions skip
 * it: they get `undefined`, which nothing reads. Without `FUNCTION_TARGET`, as in a deployment, every
 * function is declared.
 */
export function httpsFunction<Declared>(
  name: string,
  declare: (https: typeof firebaseHttps) => Declared,
): Declared {
  const target = process.env['FUNCTION_TARGET'];
  // oxlint-disable-next-line no-unsafe-type-assertion -- not read in this process
  if (target !== undefined && target !== name) return undefined as Declared;
  // Not `await import()`: the emulator requires the functions, which rules out a top-level `await`.
  const https: typeof firebaseHttps = require('./firebase-https.js');
  return declare(https);
}
