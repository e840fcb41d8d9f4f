// `https-function.ts` requires this file. If it required the package itself, the package would be loaded
// a second time, as CommonJS, and would not recognise the parameters and errors of the first.
export { onCall, onRequest } from 'firebase-functions/https';
