import assert from 'node:assert/strict';

import { Webhook } from 'standardwebhooks';

import {
  newSigningSecret,
  rotateSecrets,
  signatureHeaders,
} from '../../../src/alerts/notices/signature.js';
import { MAX_SIGNING_SECRETS } from '../../../src/limits.js';

// The receiver compares with its own clock.
const NOW = { seconds: Math.floor(Date.now() / 1000), nanos: 0 };
const later = (seconds: number) => ({ seconds: NOW.seconds + seconds, nanos: 0 });
const MESSAGE = { id: 'n1_t1', body: '{"type":"alert.fired","text":"grüß 👩‍💻"}' };

const isTaken = (secret: string, headers: Record<string, string>, body = MESSAGE.body) => {
  try {
    new Webhook(secret).verify(body, headers);
    return true;
  } catch {
    return false;
  }
};

describe('the signature of a webhook', () => {
  it('is one that the library of Standard Webhooks takes', () => {
    const secret = newSigningSecret();
    const headers = signatureHeaders(MESSAGE, [{ secret }], NOW);
    assert.deepEqual(new Webhook(secret).verify(MESSAGE.body, headers), JSON.parse(MESSAGE.body));
    assert.equal(headers['webhook-id'], MESSAGE.id);
  });

  it('is none for another body, id, time or secret', () => {
    const secret = newSigningSecret();
    const headers = signatureHeaders(MESSAGE, [{ secret }], NOW);
    assert.ok(!isTaken(secret, headers, `${MESSAGE.body} `));
    assert.ok(!isTaken(secret, { ...headers, 'webhook-id': 'n2_t1' }));
    assert.ok(!isTaken(secret, { ...headers, 'webhook-timestamp': String(NOW.seconds + 1) }));
    assert.ok(!isTaken(newSigningSecret(), headers));
  });

  it('has a secret of 32 random bytes', () => {
    const [one, other] = [newSigningSecret(), newSigningSecret()];
    assert.match(one, /^whsec_[A-Za-z0-9+/]{43}=$/);
    assert.notEqual(one, other);
  });

  it('is made with the old and the new secret for a day after a rotation, then with the new one', () => {
    const old = newSigningSecret();
    const rotated = rotateSecrets([{ secret: old }], NOW);
    const fresh = rotated[0]?.secret ?? '';
    assert.notEqual(fresh, old);
    const both = signatureHeaders(MESSAGE, rotated, NOW);
    assert.deepEqual([isTaken(old, both), isTaken(fresh, both)], [true, true]);
    const count = (after: number) =>
      signatureHeaders(MESSAGE, rotated, later(after))['webhook-signature']?.split(' ').length;
    assert.deepEqual([count(86_399), count(86_400)], [2, 1]);
  });

  it('does not keep an old secret longer for a second rotation', () => {
    const first = rotateSecrets([{ secret: newSigningSecret() }], NOW);
    const second = rotateSecrets(first, later(3600));
    assert.deepEqual(
      second.map(({ until }) => until?.seconds),
      [undefined, later(3600 + 86_400).seconds, later(86_400).seconds],
    );
    assert.equal(rotateSecrets(second, later(89_000)).length, 3);
  });

  it('keeps a bounded number of secrets', () => {
    let secrets = [{ secret: newSigningSecret() }];
    for (let time = 0; time < 10; time += 1) secrets = rotateSecrets(secrets, NOW);
    assert.equal(secrets.length, MAX_SIGNING_SECRETS);
  });
});
