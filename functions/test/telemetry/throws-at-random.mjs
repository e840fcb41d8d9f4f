// Preloaded into a function: stands for a bug whose error quotes what it must not.
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

crypto.randomFillSync = () => {
  const error = new Error(`${process.env.CANARY}\n    at ${process.env.CANARY} (file.js:1:1)`);
  throw Object.assign(error, { code: `${process.env.CANARY} code`, details: process.env.CANARY });
};
syncBuiltinESMExports();
