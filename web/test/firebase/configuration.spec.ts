import assert from 'node:assert/strict';

import { findEmulators, parseEmulators } from '../../src/firebase/configuration.js';

const BOTH = { auth: '127.0.0.1:9099', firestore: '127.0.0.1:8080' };

describe('the emulators of the page', () => {
  it('are those of the local stack’s header', () => {
    assert.deepEqual(parseEmulators('auth=127.0.0.1:9099, firestore=127.0.0.1:8080'), BOTH);
  });

  it('are those that Hosting’s emulator would connect another SDK to', () => {
    const emulators = {
      auth: { host: '127.0.0.1', port: 9099, hostAndPort: BOTH.auth },
      firestore: { host: '127.0.0.1', port: 8080, hostAndPort: BOTH.firestore },
      functions: { host: '127.0.0.1', port: 5001, hostAndPort: '127.0.0.1:5001' },
    };
    const script = `var firebaseConfig = {};\nif (firebaseConfig) {\n  var firebaseEmulators = ${JSON.stringify(emulators, null, 2)};\n  if (firebaseEmulators) { go({}); };\n}`;
    assert.deepEqual(findEmulators(script), BOTH);
  });

  it('names the emulator that is not running', () => {
    assert.throws(
      () => parseEmulators('auth=127.0.0.1:9099'),
      /the firestore emulator is not running/,
    );
    assert.throws(() => findEmulators('var firebaseEmulators = undefined;'), /the auth emulator/);
  });
});
