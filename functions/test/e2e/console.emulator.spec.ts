import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { PubSub } from '@google-cloud/pubsub';

import { createReaderAdmin } from '../../../scripts/operate/tenant/reader-admin.js';
import { createTenantAdmin } from '../../src/adapters/tenant-admin.js';
import type {
  ApiKeyOutput,
  CreateApiKeyOutput,
  ListApiKeysOutput,
  ReplayDeadLetterOutput,
  RevokeApiKeyOutput,
} from '../../src/contract/console.js';
import { replayAttributes, retentionSubscription } from '../../src/contract/dead-letter.js';
import { recordId } from '../../src/dead-letter/to-record.js';
import { hashApiKey } from '../../src/contract/api-key.js';
import { serveFunction } from '../../../harness/stack/function-server.js';
import { type SignedIn, signIn } from '../support/admin-user.js';
import { emulatedAuth } from '../../../harness/support/auth.js';
import { requiredEnv } from '../../../harness/support/env.js';
import { eventually } from '../../../harness/support/eventually.js';
import { emulatedFirestore, newTenant } from '../../../harness/support/firestore.js';
import { logMessage } from '../../../harness/support/messages.js';

/** Each function with a valid input. */
const INPUTS = {
  replayDeadLetter: { dead_letter_id: 'some-letter' },
  discardDeadLetter: { dead_letter_id: 'some-letter' },
  listApiKeys: {},
  createApiKey: { label: 'some key' },
  revokeApiKey: { key_id: '0123456789ab' },
  saveSearch: { name: 'some search', query: 'timeout' },
  deleteSearch: { search_id: '00000000-0000-0000-0000-000000000000' },
};
const NAMES = Object.keys(INPUTS) as (keyof typeof INPUTS)[];

describe('the callable functions for a tenant’s admins', function () {
  const firestore = emulatedFirestore();
  const tenants = createTenantAdmin(firestore);
  const readers = createReaderAdmin(emulatedAuth());
  const pubsub = new PubSub({ projectId: requiredEnv('GCLOUD_PROJECT') });
  const url = requiredEnv('INGEST_URL');
  const [tenant, neighbour] = [newTenant(), newTenant()];
  let admin: SignedIn;
  let reader: SignedIn;
  let stranger: SignedIn;

  before(async () => {
    // Each function has a process of its own, which starts at its first call.
    const started = NAMES.map((name) => post(url.replace(/ingest$/, name), undefined, {}));
    await Promise.all([tenant, neighbour].map((id) => tenants.create(id, '')));
    [admin, reader, stranger] = await Promise.all([
      signIn(`admin@${tenant}.example`, { tenant_id: tenant, role: 'admin' }),
      signIn(`reader@${tenant}.example`, { tenant_id: tenant }),
      signIn(`admin@${neighbour}.example`, { tenant_id: neighbour, role: 'admin' }),
    ]);
    await Promise.all(started);
  });

  after(async () => {
    await Promise.all([admin, reader, stranger].map((person) => person?.leave()));
    await pubsub.close();
    await firestore.terminate();
  });

  const refused = (attempt: Promise<unknown>, code: string, message: RegExp) =>
    assert.rejects(attempt, (error: { code: string; message: string }) => {
      assert.equal(error.code, `functions/${code}`);
      assert.match(error.message, message);
      return true;
    });

  const letters = firestore.collection(`tenants/${tenant}/dead_letters`);
  const letterOf = (logId: string) =>
    eventually(`the dead letter of ${logId}`, async () => {
      const { docs } = await letters.where('log_id', '==', logId).get();
      return docs[0]?.id;
    });
  const stored = (logId: string) =>
    eventually(`log ${logId}`, async () => {
      const log = await firestore.doc(`tenants/${tenant}/processed_logs/${logId}`).get();
      return log.get('original_text') as string | undefined;
    });
  /** As Pub/Sub forwards a message after its last round, so that its letter stays for a person. */
  const giveUp = (message: object) => {
    const data = Buffer.from(JSON.stringify(message));
    const letter = recordId({ messageId: randomUUID(), attributes: {}, data });
    const attributes = {
      CloudPubSubDeadLetterSourceDeliveryCount: '5',
      tenant_id: tenant,
      ...replayAttributes(letter, 9),
    };
    return pubsub.topic('log-ingestion-dlq').publishMessage({ data, attributes });
  };
  const forward = (logId: string) =>
    giveUp(logMessage(tenant, { log_id: logId, text: `text of ${logId}` }));

  describe('called by anybody else', () => {
    for (const name of NAMES) {
      it(`${name} refuses a reader, a request without a token and one with a forged one`, async () => {
        await refused(reader.call(name, INPUTS[name]), 'permission-denied', /Only an admin/);
        // The Functions emulator checks no signature, so that this token gets as far as a token can.
        for (const token of [undefined, forgedToken(tenant)]) {
          const response = await post(url.replace(/ingest$/, name), token, INPUTS[name]);
          const { error } = (await response.json()) as { error: { status: string } };
          assert.deepEqual([response.status, error.status], [401, 'UNAUTHENTICATED']);
        }
      });

      it(`${name} accepts no tenant and no other unknown field`, async () => {
        for (const unknown of [{ tenant_id: neighbour }, { tenant_id: tenant }, { x: 1 }]) {
          const attempt = admin.call(name, { ...INPUTS[name], ...unknown });
          await refused(attempt, 'invalid-argument', /^data: takes (no field|these fields)/);
        }
      });
    }

    it('refuses an unsigned token, as deployed', async () => {
      const { FIREBASE_AUTH_EMULATOR_HOST: host } = process.env;
      delete process.env['FIREBASE_AUTH_EMULATOR_HOST'];
      const file = fileURLToPath(new URL('../../lib/index.js', import.meta.url));
      const server = await serveFunction(
        { name: 'listApiKeys', file, signature: 'http' },
        { GCLOUD_PROJECT: requiredEnv('GCLOUD_PROJECT') },
      ).finally(() => Object.assign(process.env, { FIREBASE_AUTH_EMULATOR_HOST: host }));
      const token = forgedToken(tenant, admin.user.uid);
      for (const refusable of [token, 'nonsense', await admin.user.getIdToken()]) {
        assert.equal((await post(server.url, refusable, {})).status, 401);
      }
      // The same token is accepted where signatures are not checked: only the signature is missing.
      const unchecked = await post(url.replace(/ingest$/, 'listApiKeys'), token, {});
      assert.equal(unchecked.status, 200);
      await server.stop();
    });

    it('refuses a call without an App Check token if one is required', async () => {
      const file = fileURLToPath(new URL('../../lib/index.js', import.meta.url));
      const statuses: number[] = [];
      for (const asked of ['true', 'false']) {
        const server = await serveFunction(
          { name: 'listApiKeys', file, signature: 'http' },
          { GCLOUD_PROJECT: requiredEnv('GCLOUD_PROJECT'), CONSOLE_APP_CHECK: asked },
        );
        statuses.push((await post(server.url, await admin.user.getIdToken(), {})).status);
        await server.stop();
      }
      assert.deepEqual(statuses, [401, 200]);
    });
  });

  it('makes two keys, shows each once, and ends one for good', async () => {
    const first = await admin.call<CreateApiKeyOutput>('createApiKey', { label: ' web ' });
    const second = await admin.call<CreateApiKeyOutput>('createApiKey', { label: 'jobs' });
    assert.equal(first.label, 'web');
    const document = await firestore.doc(`api_keys/${hashApiKey(first.key)}`).get();
    assert.equal(document.get('tenant_id'), tenant);
    assert.ok(hashApiKey(first.key).startsWith(first.key_id));
    await refused(
      admin.call('createApiKey', { label: 'third' }),
      'failed-precondition',
      /has 2 live keys, .* revoke one of them first/,
    );

    // As if the key did not exist, although it does.
    const foreign = stranger.call('revokeApiKey', { key_id: first.key_id });
    await refused(foreign, 'not-found', /no such key/i);
    assert.deepEqual((await stranger.call<ListApiKeysOutput>('listApiKeys')).keys, []);

    const { key: _first, ...live } = first;
    const { key: _second, ...newer } = second;
    const listed = await admin.call<ListApiKeysOutput>('listApiKeys', {});
    assert.deepEqual(listed.keys, [newer, live] satisfies ApiKeyOutput[]);

    const { key_id } = first;
    const revoked = await admin.call<RevokeApiKeyOutput>('revokeApiKey', { key_id });
    assert.ok(Date.parse(revoked.revoked_at) >= Date.parse(first.created_at));
    assert.deepEqual(await admin.call('revokeApiKey', { key_id }), revoked);
    const { keys } = await admin.call<ListApiKeysOutput>('listApiKeys', {});
    assert.deepEqual(keys[1], { ...live, revoked_at: revoked.revoked_at });
  });

  it('replays a letter once, and lists the logs that went out', async () => {
    await forward('l1');
    const id = await letterOf('l1');
    const input = { dead_letter_id: id };
    await refused(stranger.call('replayDeadLetter', input), 'not-found', /no such dead letter/i);
    const replayed = await admin.call<ReplayDeadLetterOutput>('replayDeadLetter', input);
    assert.deepEqual([replayed.dead_letter_id, replayed.log_ids], [id, ['l1']]);
    assert.equal(await stored('l1'), 'text of l1');
    const marked = (await letters.doc(id).get()).get('replayed_at').toDate().toISOString();
    assert.equal(replayed.replayed_at, marked);
    const again = admin.call('replayDeadLetter', input);
    await refused(again, 'failed-precondition', /replayed before/);
  });

  it('stores the log of a conflict next to the first on request', async () => {
    for (const text of ['first', 'second']) {
      const headers = { 'content-type': 'text/plain', 'x-tenant-id': tenant, 'x-log-id': 'c1' };
      await fetch(url, { method: 'POST', headers, body: text });
      assert.equal(await stored('c1'), 'first');
    }
    const input = { dead_letter_id: await letterOf('c1') };
    const bare = admin.call('replayDeadLetter', input);
    await refused(bare, 'failed-precondition', /with new_log_id/);
    const { log_ids } = await admin.call<ReplayDeadLetterOutput>('replayDeadLetter', {
      ...input,
      new_log_id: true,
    });
    assert.match(log_ids.join(), /^c1~[0-9a-f]{16}$/);
    assert.equal(await stored(log_ids[0] ?? ''), 'second');
  });

  it('replays a letter larger than its document in full, as long as it is retained', async () => {
    const logIds = Array.from({ length: 40 }, (_, i) => `w${i}`);
    const topic = pubsub.topic('log-ingestion-dlq');
    const publish = () =>
      giveUp(
        logMessage(
          tenant,
          ...logIds.map((log_id) => ({ log_id, text: `${log_id} ${'x'.repeat(30_000)}` })),
        ),
      );
    const truncated = () =>
      eventually('the letter', async () => {
        const { docs } = await letters.where('payload_truncated', '==', true).get();
        return docs[0]?.id;
      });
    await publish();
    const input = { dead_letter_id: await truncated() };
    const gone = admin.call('replayDeadLetter', input);
    await refused(gone, 'failed-precondition', /was not found this time/);
    await admin.call('discardDeadLetter', input);

    const [retention] = await topic.createSubscription(retentionSubscription('log-ingestion-dlq'), {
      ackDeadlineSeconds: 600,
    });
    try {
      await publish();
      const { log_ids } = await admin.call<ReplayDeadLetterOutput>('replayDeadLetter', {
        dead_letter_id: await truncated(),
      });
      assert.deepEqual(log_ids, logIds);
      assert.match(await stored('w39'), /^w39 x+$/);
    } finally {
      await retention.delete();
    }
  });

  it('discards a letter for good', async () => {
    await forward('d1');
    const input = { dead_letter_id: await letterOf('d1') };
    await refused(stranger.call('discardDeadLetter', input), 'not-found', /no such dead letter/i);
    assert.deepEqual(await admin.call('discardDeadLetter', input), input);
    assert.equal((await letters.doc(input.dead_letter_id).get()).exists, false);
    await refused(admin.call('discardDeadLetter', input), 'not-found', /no such dead letter/i);
  });

  it('a suspended tenant gets no key and no replay, but can revoke a key', async () => {
    const other = await signIn(`second@${neighbour}.example`, {
      tenant_id: neighbour,
      role: 'admin',
    });
    const { key_id } = await other.call<CreateApiKeyOutput>('createApiKey', { label: 'x' });
    await tenants.setSuspended(neighbour, true);
    for (const name of ['createApiKey', 'replayDeadLetter'] as const) {
      await refused(other.call(name, INPUTS[name]), 'failed-precondition', /is suspended/);
    }
    await other.call('revokeApiKey', { key_id });
    await tenants.setSuspended(neighbour, false);
    await other.leave();
  });

  it('a former admin is refused, whatever their token says', async () => {
    const email = `former@${tenant}.example`;
    const former = await signIn(email, { tenant_id: tenant, role: 'admin' });
    await former.call('listApiKeys');
    await emulatedAuth().setCustomUserClaims(former.user.uid, { tenant_id: tenant });
    await refused(former.call('listApiKeys'), 'permission-denied', /Only an admin/);
    // Firebase Auth counts in whole seconds.
    await sleep(1_100);
    await readers.grant(tenant, email, { role: 'admin', create: false, replace: false });
    await refused(former.call('listApiKeys'), 'unauthenticated', /session has ended/);
    await former.leave();
  });
});

function post(url: string, token: string | undefined, data: unknown): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ data }),
  });
}

/** A token of an admin that nobody signed. */
function forgedToken(tenant: string, uid = 'nobody'): string {
  const project = requiredEnv('GCLOUD_PROJECT');
  const now = Math.floor(Date.now() / 1000);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = {
    iss: `https://securetoken.google.com/${project}`,
    aud: project,
    sub: uid,
    auth_time: now,
    iat: now,
    exp: now + 3600,
    tenant_id: tenant,
    role: 'admin',
  };
  return `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.`;
}
