// A file of its own, for `https-function.ts` to require: required directly, the package would be loaded
// a second time, as CommonJS, and would not recognise the parameters and errors of the first.
export { onCall, onRequest } from 'firebase-functions/https';
