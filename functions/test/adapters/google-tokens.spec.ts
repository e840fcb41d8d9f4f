import assert from 'node:assert/strict';
import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createVerifyToken } from '../../src/adapters/google-tokens.js';
import { accountCredential, hashApiKey } from '../../src/contract/api-key.js';
import { apiKeySchema } from '../../src/contract/tenant.js';
import { authenticateByKey, createCheckKey } from '../../src/ingest/admission/authenticate.js';
import { createScreen } from '../../src/ingest/admission/screen.js';
import { FREE_UPLOAD_BYTES } from '../../src/limits.js';
import { post } from '../support/foreign.js';

const AUDIENCE = 'https://logs.example.com/ingest';
const EMAIL = 'push@p.iam.gserviceaccount.com';

const google = generateKeyPairSync('rsa', { modulusLength: 2048 });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token as Pub/Sub sends it, with the given overrides. */
function token(
  claims: object = {},
  { key = google.privateKey, header = {} }: { key?: KeyObject; header?: object } = {},
): string {
  const now = Math.floor(Date.now() / 1000);
  const signed = [
    encode({ alg: 'RS256', kid: 'k1', typ: 'JWT', ...header }),
    encode({
      aud: AUDIENCE,
      azp: '113774264463038321964',
      email: EMAIL,
      email_verified: true,
      exp: now + 3_600,
      iat: now,
      iss: 'https://accounts.google.com',
      sub: '113774264463038321964',
      ...claims,
    }),
  ].join('.');
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key, 'base64url')}`;
}

const past = Math.floor(Date.now() / 1000) - 7_200;
const none = `${encode({ alg: 'none', typ: 'JWT' })}.${token().split('.')[1]}.x`;

const BAD: [string, string][] = [
  ['signed by somebody else', token({}, { key: stranger.privateKey })],
  ['without a signature', none],
  ['whose signature was taken off', `${token().split('.').slice(0, 2).join('.')}.REMOVED`],
  ['of a key that nobody knows', token({}, { header: { kid: 'k2' } })],
  ['for somebody else', token({ aud: 'https://other.example.com' })],
  ['for no one', token({ aud: undefined })],
  ['that is over', token({ iat: past, exp: past + 3_600 })],
  ['of another issuer', token({ iss: 'https://example.com' })],
  ['of an address that is not verified', token({ email_verified: false })],
  ['without an address', token({ email: undefined })],
];

describe('the token of a push subscription', () => {
  let asked = 0;
  let isAway = false;
  const server = createServer((_request, response) => {
    asked += 1;
    if (isAway) response.writeHead(403).end();
    else {
      const k1 = google.publicKey.export({ type: 'spki', format: 'pem' });
      response.setHeader('cache-control', 'public, max-age=3600');
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ k1 }));
    }
  });
  let certificates = '';

  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    certificates = `http://127.0.0.1:${(server.address() as AddressInfo).port}/certs`;
  });
  after(() => server.close());
  beforeEach(() => {
    asked = 0;
    isAway = false;
  });

  const verifier = () => createVerifyToken(AUDIENCE, 60_000, certificates);

  it('identifies its service account, whoever sends it, with one fetch of Google’s keys', async () => {
    const verify = verifier();
    assert.equal(await verify(token()), EMAIL);
    assert.equal(await verify(token({ iss: 'accounts.google.com' })), EMAIL);
    assert.equal(asked, 1);
  });

  for (const [name, bad] of BAD) {
    it(`identifies nobody: one ${name}`, async () => {
      const verify = verifier();
      assert.equal(await verify(bad), undefined);
      assert.equal(await verify(bad), undefined);
      assert.ok(asked <= 1);
    });
  }

  it('is not judged if Google’s keys are unavailable', async () => {
    isAway = true;
    await assert.rejects(verifier()(token()));
  });

  const KEYS = new Map([
    [hashApiKey(accountCredential(EMAIL)), apiKeySchema.parse({ tenant_id: 'acme' })],
  ]);
  const findKey = (hash: string) => Promise.resolve(KEYS.get(hash));
  const push = {
    message: {
      data: Buffer.from(
        '{"logName":"projects/p/logs/l","insertId":"i-1","severity":"ERROR","textPayload":"x","timestamp":"2026-06-01T12:00:00Z"}',
      ).toString('base64'),
      messageId: 'm-1',
      publishTime: '2026-06-01T12:00:00Z',
    },
    subscription: 'projects/p/subscriptions/s',
  };
  const send = (bearer: string, verify = verifier()) =>
    post(
      '/ingest',
      push,
      {
        'content-type': 'application/json',
        'user-agent': 'CloudPubSub-Google',
        authorization: `Bearer ${bearer}`,
        'x-tenant-id': 'acme',
      },
      { authenticate: authenticateByKey(findKey, verify) },
    );

  it('admits its push for the tenant that allows its account', async () => {
    const { response, logs } = await send(token());
    assert.equal(response.status, 204);
    assert.deepEqual(
      logs.map(({ log_id, text, severity }) => [log_id, text, severity]),
      [['i-1', 'x', 'ERROR']],
    );
  });

  it('of an account that no tenant allows is refused', async () => {
    const { response, logs } = await send(token({ email: 'other@p.iam.gserviceaccount.com' }));
    assert.equal(response.status, 401);
    assert.match(JSON.stringify(response.body), /service account that a tenant allows/);
    assert.deepEqual(logs, []);
  });

  for (const [name, bad] of BAD) {
    it(`is refused with nothing stored: one ${name}`, async () => {
      const { response, logs } = await send(bad);
      assert.deepEqual([response.status, logs], [401, []]);
    });
  }

  it('gets a 503 if Google’s keys are unavailable', async () => {
    isAway = true;
    assert.equal((await send(token())).response.status, 503);
  });

  it('is refused if the gateway accepts no tokens', async () => {
    const { response } = await post(
      '/ingest',
      push,
      { authorization: `Bearer ${token()}` },
      { authenticate: authenticateByKey(findKey) },
    );
    assert.equal(response.status, 401);
  });

  it('is verified before a large body is read, and refused before any body if tokens are not accepted', async () => {
    const judge = async (takesTokens: boolean, bearer: string, bytes: number) => {
      const screen = createScreen({ checkKey: createCheckKey(findKey, verifier()), takesTokens });
      const headers: Record<string, string> = { authorization: `Bearer ${bearer}` };
      const head = { url: '/ingest', header: (name: string) => headers[name], values: [] };
      const { refusal, share } = await screen(head, bytes);
      share?.release();
      return refusal?.code;
    };
    const large = FREE_UPLOAD_BYTES + 1;
    const forged = token({}, { key: stranger.privateKey });
    assert.equal(await judge(true, token(), 100), undefined);
    assert.equal(await judge(true, token(), large), undefined);
    assert.equal(await judge(true, forged, large), 'unauthorized');
    assert.equal(await judge(false, token(), 100), 'unauthorized');
  });
});
