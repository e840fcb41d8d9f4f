// Preloaded into a function: stands for a bug whose error quotes what it must not.
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

import { quotingError } from './quoting-error.mjs';

crypto.randomFillSync = () => {
  throw quotingError();
};
syncBuiltinESMExports();
