import assert from 'node:assert/strict';

import { PubSub } from '@google-cloud/pubsub';

import { createTenantAdmin } from '../../src/adapters/tenant-admin.js';
import { accountCredential, createApiKey, hashApiKey } from '../../src/contract/api-key.js';
import { QUOTA_LOCAL_SHARE } from '../../src/limits.js';
import { type FunctionServer, serveFunction } from '../../../harness/stack/function-server.js';
import { startLink } from '../../../harness/stack/link.js';
import { inOneMinute, leaseFailed } from '../../../harness/stack/minute-clock.js';
import { requiredEnv } from '../../../harness/support/env.js';
import { eventually } from '../../../harness/support/eventually.js';
import { emulatedFirestore, newTenant } from '../../../harness/support/firestore.js';
import { sendAgain } from '../../../harness/support/send-again.js';

const TOPIC = `tenants-${process.pid}`;
const JSON_TYPE = { 'content-type': 'application/json' };

describe('permission to write, and quotas', function () {
  this.timeout(300_000);
  const firestore = emulatedFirestore();
  const admin = createTenantAdmin(firestore);
  const pubsub = new PubSub({ projectId: requiredEnv('GCLOUD_PROJECT') });
  const servers: FunctionServer[] = [];

  const serve = async (env: Record<string, string> = {}) => {
    const server = await serveFunction('ingest', {
      GCLOUD_PROJECT: requiredEnv('GCLOUD_PROJECT'),
      PUBSUB_TOPIC: TOPIC,
      ...env,
    });
    servers.push(server);
    return server;
  };

  const postOnce = (server: FunctionServer, headers: Record<string, string>, log: object = {}) =>
    fetch(server.url, {
      method: 'POST',
      headers: { ...JSON_TYPE, ...headers },
      body: JSON.stringify({ text: 'a log', ...log }),
    });

  const post = (...args: Parameters<typeof postOnce>) => sendAgain(() => postOnce(...args));

  const newKey = async (tenant: string) => {
    await admin.create(tenant, '');
    return (await admin.createKey(tenant, '')).key;
  };

  before(() => pubsub.createTopic(TOPIC));

  afterEach(() => Promise.all(servers.splice(0).map((server) => server.stop())));

  after(async () => {
    await pubsub.topic(TOPIC).delete();
    await pubsub.close();
    await firestore.terminate();
  });

  it('a gateway deployed without a setting is closed: no key, no log', async () => {
    const server = await serve();
    const answer = await post(server, { 'x-tenant-id': 'acme' }, { tenant_id: 'acme' });
    assert.equal(answer.status, 401);
    assert.equal(answer.headers.get('www-authenticate'), 'Bearer realm="ingest"');
    assert.ok(!server.output.some((line) => line.includes('ingest_open')));
  });

  it('an open gateway outside the emulators logs a warning', async () => {
    const server = await serve({ INGEST_AUTH: 'open' });
    assert.equal((await post(server, {}, { tenant_id: newTenant() })).status, 202);
    const warnings = await eventually('the warning', () => {
      const found = server.output.filter((line) => line.includes('"event":"ingest_open"'));
      return found.length > 0 ? found : undefined;
    });
    assert.equal(warnings.length, 1);
    assert.equal(JSON.parse(warnings[0] ?? '').severity, 'WARNING');
  });

  it('a key writes logs for its own tenant and no other', async () => {
    const [tenant, neighbour] = [newTenant(), newTenant()];
    const key = await newKey(tenant);
    await newKey(neighbour);
    const server = await serve();
    const bearer = { authorization: `Bearer ${key}` };
    assert.equal((await post(server, bearer)).status, 202);
    assert.equal((await post(server, { 'x-api-key': key }, { tenant_id: tenant })).status, 202);

    // The same answer for a tenant that exists and for one that does not.
    const answers = await Promise.all([
      post(server, bearer, { tenant_id: neighbour }),
      post(server, bearer, { tenant_id: newTenant() }),
      post(server, { ...bearer, 'x-tenant-id': neighbour }),
      post(server, bearer, { tenant_id: `${tenant}-corp` }),
      post(server, bearer, { tenant_id: tenant.replace(/-\d+$/, '') }),
    ]);
    const bodies = await Promise.all(answers.map((answer) => answer.text()));
    assert.deepEqual(
      answers.map(({ status }) => status),
      [403, 403, 403, 403, 403],
    );
    assert.equal(new Set(bodies).size, 1);

    const unknown = await post(server, { authorization: `Bearer ${createApiKey()}` });
    assert.equal(unknown.status, 401);
  });

  it('a service account may write for one tenant, in addition to its keys, until it is revoked', async () => {
    const [tenant, neighbour] = [newTenant(), newTenant()];
    await newKey(tenant);
    await newKey(neighbour);
    const email = `push@${tenant}.iam.gserviceaccount.com`;
    const allowed = await admin.allowAccount(tenant, email);
    assert.deepEqual([allowed.tenant_id, allowed.account], [tenant, email]);
    assert.equal((await admin.allowAccount(tenant, email)).created_at, allowed.created_at);
    await assert.rejects(admin.allowAccount(neighbour, email), { code: 'account_taken' });
    // It does not count towards the two live keys.
    await admin.createKey(tenant, 'second');
    const stored = await firestore.doc(`api_keys/${hashApiKey(accountCredential(email))}`).get();
    assert.equal(stored.get('tenant_id'), tenant);

    await admin.revokeKey(tenant, email);
    const accounts = (await admin.listKeys(tenant)).filter(({ account }) => account !== undefined);
    assert.deepEqual(
      accounts.map(({ revoked_at }) => revoked_at === undefined),
      [false],
    );
    const moved = await admin.allowAccount(neighbour, email);
    assert.deepEqual([moved.tenant_id, moved.revoked_at], [neighbour, undefined]);
  });

  it('a revoked key and a suspended tenant are refused', async () => {
    const tenant = newTenant();
    const old = await newKey(tenant);
    const { key, id } = await admin.createKey(tenant, 'new');
    await admin.revokeKey(tenant, old);
    const server = await serve();
    assert.equal((await post(server, { 'x-api-key': old })).status, 401);
    assert.equal((await post(server, { 'x-api-key': key })).status, 202);

    await admin.setSuspended(tenant, true);
    const second = await serve();
    assert.equal((await post(second, { 'x-api-key': key })).status, 403);
    await admin.revokeKey(tenant, id);
    const third = await serve();
    assert.equal((await post(third, { 'x-api-key': key })).status, 401);
  });

  it('a key that cannot be looked up gets a 503, and known keys keep working', async () => {
    const key = await newKey(newTenant());
    const other = await newKey(newTenant());
    const link = await startLink(requiredEnv('FIRESTORE_EMULATOR_HOST'));
    const server = await serve({ FIRESTORE_EMULATOR_HOST: link.host });
    assert.equal((await post(server, { 'x-api-key': key })).status, 202);
    link.cut();
    const refused = await postOnce(server, { 'x-api-key': other });
    assert.equal(refused.status, 503);
    assert.ok(refused.headers.get('retry-after'));
    assert.equal((await post(server, { 'x-api-key': key })).status, 202);
    link.restore();
    await server.stop();
    await link.close();
  });

  it('instances share a quota, and a noisy tenant costs a quiet one nothing', async () => {
    const quota = 300;
    const [noisy, quiet] = [newTenant(), newTenant()];
    const noisyKey = { 'x-api-key': await newKey(noisy) };
    const quietKey = { 'x-api-key': await newKey(quiet) };
    await admin.changeSettings(noisy, (settings) => ({
      ...settings,
      quota: { requests_per_minute: quota },
    }));
    const minute = inOneMinute();
    const instances = await Promise.all([serve(minute), serve(minute), serve(minute)]);

    const statuses: number[] = [];
    const countAccepted = () => statuses.filter((status) => status === 202).length;
    const latest = Date.now() + 120_000;
    const flood = async (server: FunctionServer) => {
      // On a busy machine, the instances’ counters take a while to hand out all of it.
      const isShort = () => countAccepted() < quota * 0.9 && Date.now() < latest;
      for (let i = 0; i < 60 || isShort(); i += 1) {
        const answers = await Promise.all(Array.from({ length: 5 }, () => post(server, noisyKey)));
        for (const { status, headers } of answers) {
          statuses.push(status);
          if (status === 429) assert.ok(Number(headers.get('retry-after')) > 0);
        }
      }
    };
    const flooding = new AbortController();
    const quietStatuses: number[] = [];
    const trickle = async () => {
      while (!flooding.signal.aborted) {
        for (const server of instances) {
          quietStatuses.push((await post(server, quietKey)).status);
        }
      }
    };
    const trickling = trickle();
    await Promise.all(instances.map(flood));
    flooding.abort();
    await trickling;

    const accepted = countAccepted();
    assert.deepEqual(new Set(statuses), new Set([202, 429]));
    const late = instances.filter(leaseFailed).length;
    const most = quota + late * quota * QUOTA_LOCAL_SHARE;
    assert.ok(accepted <= most && accepted >= quota * 0.9, `${accepted}, ${late} late`);
    assert.ok(quietStatuses.length > 10);
    assert.deepEqual([...new Set(quietStatuses)], [202]);

    const { headers } = await post(instances[0], quietKey);
    assert.match(headers.get('ratelimit-policy') ?? '', /^"requests";q=120000;w=60, "bytes";q=/);
    assert.match(
      headers.get('ratelimit') ?? '',
      /^"requests";r=\d+;t=\d+, "bytes";r=\d+;t=\d+, "logs";r=\d+;t=\d+$/,
    );
  });

  it('requests are accepted, within a bound, while quotas cannot be counted', async () => {
    const tenant = newTenant();
    const key = { 'x-api-key': await newKey(tenant) };
    await admin.changeSettings(tenant, (settings) => ({
      ...settings,
      quota: { requests_per_minute: 100 },
    }));
    const link = await startLink(requiredEnv('FIRESTORE_EMULATOR_HOST'));
    const server = await serve({ ...inOneMinute(), FIRESTORE_EMULATOR_HOST: link.host });
    // Now the key and the tenant are known. This request uses a lease, or the local share if that is late.
    const statuses = [(await post(server, key)).status];
    assert.equal(statuses[0], 202);
    link.cut();
    for (let i = 0; i < 40; i += 1) statuses.push((await post(server, key)).status);
    // As far as quotas go, a request for which Pub/Sub was late was accepted, too.
    const accepted = statuses.filter((status) => status !== 429).length;
    // A tenth of the quota, and what was leased, including in advance.
    assert.ok(accepted >= 10 && accepted <= 21, String(accepted));
    assert.equal(statuses.at(-1), 429);
    link.restore();
    await server.stop();
    await link.close();
  });
});
