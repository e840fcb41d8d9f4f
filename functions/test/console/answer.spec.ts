import assert from 'node:assert/strict';

import { HttpsError } from 'firebase-functions/https';

import { createAnswer } from '../../src/console/answer.js';
import { Refusal } from '../../src/console/refusal.js';

const AUTH = { uid: 'u1', token: {} };

describe('the answer to an admin', () => {
  const written: string[] = [];
  const streams = [process.stdout, process.stderr];

  // The platform's logger captures the console's methods when it loads; the streams are below them.
  const heard = async (attempt: () => Promise<void>) => {
    for (const stream of streams) {
      stream.write = (text: string | Uint8Array) => written.push(String(text)) > 0;
    }
    try {
      await attempt();
    } finally {
      for (const stream of streams) Reflect.deleteProperty(stream, 'write');
    }
  };

  beforeEach(() => {
    written.length = 0;
  });

  const logged = () => written.map((line) => JSON.parse(line));

  it('is what was done; the log names the caller, without the key', async () => {
    const output = { key: 'uig_secret-canary', key_id: '0123456789ab' };
    const answer = createAnswer('createApiKey', () =>
      Promise.resolve({ tenantId: 'acme', output }),
    );
    await heard(async () => assert.deepEqual(await answer(AUTH, {}), output));
    const [line, ...others] = logged();
    assert.deepEqual(
      [line.event, line.action, line.uid, line.tenant_id, line.key_id, others],
      ['console_action', 'createApiKey', 'u1', 'acme', '0123456789ab', []],
    );
    assert.ok(!written.join().includes('secret-canary'));
  });

  it('is a refusal with its reason', async () => {
    const refusal = new Refusal('not-found', 'No such key.');
    const answer = createAnswer('revokeApiKey', () => Promise.reject(refusal));
    await heard(() =>
      assert.rejects(answer(undefined, {}), (error) => {
        assert.ok(error instanceof HttpsError);
        assert.deepEqual([error.code, error.message], ['not-found', 'No such key.']);
        return true;
      }),
    );
    const [line] = logged();
    assert.deepEqual([line.event, line.reason], ['console_refused', 'not-found']);
  });

  it('hides the cause of an unexpected failure', async () => {
    const answer = createAnswer('listApiKeys', () => Promise.reject(new Error('secret-canary')));
    await heard(() =>
      assert.rejects(answer(AUTH, {}), (error) => {
        assert.ok(error instanceof HttpsError);
        assert.equal(error.code, 'internal');
        assert.ok(!error.message.includes('secret-canary'));
        return true;
      }),
    );
    assert.equal(logged()[0].event, 'console_failed');
    assert.ok(!written.join().includes('secret-canary'));
  });
});
