import assert from 'node:assert/strict';

import { Webhook } from 'standardwebhooks';

import { newSigningSecret, signatureHeaders } from '../../../src/alerts/notices/signature.js';

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

  it('is made with each secret that is good, the old one beside the new one', () => {
    const [old, fresh] = [newSigningSecret(), newSigningSecret()];
    const rotated = [{ secret: fresh }, { secret: old, until: later(60) }];
    const both = signatureHeaders(MESSAGE, rotated, NOW);
    assert.deepEqual([isTaken(old, both), isTaken(fresh, both)], [true, true]);
    const count = (after: number) =>
      signatureHeaders(MESSAGE, rotated, later(after))['webhook-signature']?.split(' ').length;
    assert.deepEqual([count(59), count(60)], [2, 1]);
  });
});
