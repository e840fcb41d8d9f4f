import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';

import { Webhook } from 'standardwebhooks';

import { createGuardedPost } from '../../../src/adapters/guarded-post.js';
import type { Mail } from '../../../src/alerts/notices/bodies/email.js';
import type { PostResult } from '../../../src/alerts/notices/post.js';
import { createSendNotice, type SendNoticeDeps } from '../../../src/alerts/notices/send-notice.js';
import { newSigningSecret } from '../../../src/alerts/notices/signature.js';
import type { FoundNotice, NoticeAddress } from '../../../src/alerts/notices/store.js';
import type { NoticeDelivery, TargetSecret } from '../../../src/contract/alert.js';
import { MAX_NOTICE_ATTEMPTS, MAX_NOTICES_OF_TENANT } from '../../../src/limits.js';
import { makeCertificate } from '../../../../harness/google/control-plane/certificate.js';
import { listen } from '../../../../harness/stack/listen.js';
import { aNotice } from '../../support/notices.js';

const HOST = 'receiver.example';
const CERTIFICATE = makeCertificate([HOST]);
const TARGET = '5b1d0000-0000-4000-8000-000000000001';
const ADDRESS: NoticeAddress = {
  tenant_id: 'acme',
  notice_id: aNotice().id,
  target_id: TARGET,
};
const ID = `${ADDRESS.notice_id}_${TARGET}`;

interface Received {
  path: string | undefined;
  headers: Record<string, string>;
  body: string;
}

describe('sending a notice', () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  /** A server that keeps what it gets and answers with these statuses, the last one for ever. */
  async function receiver(...statuses: number[]) {
    const received: Received[] = [];
    const listener: RequestListener = (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        received.push({
          path: request.url,
          headers: request.headers as Record<string, string>,
          body: Buffer.concat(chunks).toString(),
        });
        const status = statuses[received.length - 1] ?? statuses.at(-1) ?? 200;
        response.writeHead(status, { location: 'https://169.254.169.254/' }).end('never shown');
      });
    };
    const { key, certificate } = CERTIFICATE;
    const server = createServer({ key, cert: certificate }, listener);
    servers.push(server);
    return { received, url: `https://${HOST}:${await listen(server)}/hook` };
  }

  /** As the store has it, in memory. */
  function setUp(secret: TargetSecret | undefined, deps: Partial<SendNoticeDeps> = {}) {
    const { id: _id, tenant_id: _tenant, link: _link, ...told } = aNotice();
    const pending: NoticeDelivery = {
      state: 'pending',
      kind: secret?.kind ?? 'webhook',
      label: HOST,
      attempts: 0,
      at: told.fired_at,
    };
    const found: FoundNotice = { notice: { ...told, deliveries: { [TARGET]: pending } }, secret };
    const send = createSendNotice({
      store: {
        read: () => Promise.resolve(structuredClone(found)),
        record: (_address, delivery) => {
          found.notice.deliveries[TARGET] = delivery;
          return Promise.resolve();
        },
      },
      post: createGuardedPost({
        resolve: () => Promise.resolve(['127.0.0.1']),
        isAllowed: (address) => address === '127.0.0.1',
        ca: CERTIFICATE.certificate,
      }),
      pageUrl: 'https://logs.example',
      now: () => new Date(),
      ...deps,
    });
    return {
      send: (tenant_id = 'acme') => send({ ...ADDRESS, tenant_id }),
      delivery: () => found.notice.deliveries[TARGET],
      found,
    };
  }

  const answering = (result: PostResult) => ({ post: () => Promise.resolve(result) });

  it('reaches a receiver that verifies it with the library of Standard Webhooks', async () => {
    const { received, url } = await receiver(204);
    const secret = newSigningSecret();
    const { send, delivery } = setUp({ kind: 'webhook', url, secrets: [{ secret }] });
    assert.deepEqual(await send(), { state: 'delivered', kind: 'webhook', attempts: 1 });
    const [first] = received;
    assert.ok(first !== undefined && received.length === 1);
    const told = new Webhook(secret).verify(first.body, first.headers) as { data: object };
    assert.deepEqual(told, JSON.parse(first.body));
    assert.equal(first.headers['webhook-id'], ID);
    assert.match(first.body, /"link":"https:\/\/logs\.example\/\?tenant=acme&from=/);
    const { at: _at, ...rest } = delivery() ?? {};
    assert.deepEqual(rest, { state: 'delivered', kind: 'webhook', label: HOST, attempts: 1 });
  });

  it('says the same id at each attempt, and stops once the receiver took it', async () => {
    const { received, url } = await receiver(500, 503, 200);
    const secrets = [{ secret: newSigningSecret() }];
    const { send, delivery } = setUp({ kind: 'webhook', url, secrets });
    const states = [];
    for (let time = 0; time < 4; time += 1) states.push((await send()).state);
    assert.deepEqual(states, ['again', 'again', 'delivered', 'settled']);
    assert.deepEqual(
      received.map(({ headers }) => headers['webhook-id']),
      [ID, ID, ID],
    );
    assert.equal(new Set(received.map(({ body }) => body)).size, 1);
    const { state, attempts, reason } = delivery() ?? {};
    assert.deepEqual(
      { state, attempts, reason },
      { state: 'delivered', attempts: 3, reason: undefined },
    );
  });

  for (const kind of ['slack', 'discord', 'teams'] as const) {
    it(`posts to ${kind} by the address alone`, async () => {
      const { received, url } = await receiver(200);
      assert.equal((await setUp({ kind, url }).send()).state, 'delivered');
      assert.equal(received[0]?.path, '/hook');
      assert.equal(received[0]?.headers['content-type'], 'application/json');
      assert.ok(received[0]?.body.includes('Payments fail'));
    });
  }

  it('posts to PagerDuty with the routing key', async () => {
    const { received, url: pagerDutyUrl } = await receiver(202);
    const routing_key = 'R'.repeat(32);
    const { send } = setUp({ kind: 'pagerduty', routing_key }, { pagerDutyUrl });
    assert.equal((await send()).state, 'delivered');
    const body = JSON.parse(received[0]?.body ?? '{}');
    assert.deepEqual([body.routing_key, body.dedup_key], [routing_key, ADDRESS.notice_id]);
  });

  it('leaves a mail under the id of the notice and its target', async () => {
    const mails: [string, Mail][] = [];
    const sendMail = (id: string, mail: Mail) => {
      mails.push([id, mail]);
      return Promise.resolve();
    };
    const { send } = setUp({ kind: 'email', address: 'on-call@mail.example' }, { sendMail });
    assert.equal((await send()).state, 'delivered');
    assert.deepEqual(
      mails.map(([id, { to }]) => [id, to]),
      [[ID, ['on-call@mail.example']]],
    );
  });

  const url = 'https://receiver.example/';
  for (const [result, state, reason] of [
    [{ kind: 'answered', status: 301 }, 'failed', 'redirected'],
    [{ kind: 'answered', status: 400 }, 'failed', 'rejected'],
    [{ kind: 'answered', status: 404 }, 'failed', 'rejected'],
    [{ kind: 'answered', status: 410 }, 'failed', 'rejected'],
    [{ kind: 'answered', status: 408 }, 'again', 'timeout'],
    [{ kind: 'answered', status: 429 }, 'again', 'rate_limited'],
    [{ kind: 'answered', status: 500 }, 'again', 'server_error'],
    [{ kind: 'answered', status: 599 }, 'again', 'server_error'],
    [{ kind: 'answered', status: 0 }, 'again', 'server_error'],
    [{ kind: 'failed', reason: 'timeout' }, 'again', 'timeout'],
    [{ kind: 'failed', reason: 'name_not_found' }, 'again', 'name_not_found'],
    [{ kind: 'failed', reason: 'connection_failed' }, 'again', 'connection_failed'],
    [{ kind: 'failed', reason: 'certificate_invalid' }, 'again', 'certificate_invalid'],
    [{ kind: 'failed', reason: 'address_not_public' }, 'failed', 'address_not_public'],
  ] as const) {
    const what = result.kind === 'answered' ? `an answer of ${result.status}` : result.reason;
    it(`that ends with ${what} is ${state === 'again' ? 'tried again' : 'failed'}`, async () => {
      const { send, delivery } = setUp({ kind: 'slack', url }, answering(result));
      assert.deepEqual(await send(), { state, kind: 'slack', attempts: 1, reason });
      const expected = state === 'again' ? 'pending' : 'failed';
      assert.deepEqual([delivery()?.state, delivery()?.reason], [expected, reason]);
    });
  }

  it('leaves room for the notices of others, however slow a tenant’s receivers are', async () => {
    let answer: (result: PostResult) => void = () => {};
    const answered = new Promise<PostResult>((resolve) => {
      answer = resolve;
    });
    let waiting = 0;
    const post = () => {
      waiting += 1;
      return waiting <= MAX_NOTICES_OF_TENANT
        ? answered
        : Promise.resolve({ kind: 'answered', status: 200 } as const);
    };
    const { send, delivery } = setUp({ kind: 'slack', url }, { post });
    const slow = Array.from({ length: MAX_NOTICES_OF_TENANT }, () => send());
    assert.deepEqual(await send(), { state: 'crowded' });
    assert.equal(delivery()?.attempts, 0);
    assert.equal((await send('other')).state, 'delivered');
    answer({ kind: 'answered', status: 503 });
    await Promise.all(slow);
    assert.notEqual((await send()).state, 'crowded');
  });

  it('is given up after a bounded number of attempts', async () => {
    const busy = answering({ kind: 'answered', status: 503 });
    const { send, delivery } = setUp({ kind: 'slack', url }, busy);
    for (let time = 1; time < MAX_NOTICE_ATTEMPTS; time += 1) {
      assert.equal((await send()).state, 'again');
    }
    assert.equal((await send()).state, 'failed');
    assert.deepEqual([delivery()?.state, delivery()?.attempts], ['failed', MAX_NOTICE_ATTEMPTS]);
    assert.equal((await send()).state, 'settled');
  });

  it('to a target that was deleted fails, and calls nobody', async () => {
    const { send } = setUp(undefined, {
      post: () => assert.fail('somebody was called'),
    });
    const { state, reason } = (await send()) as { state: string; reason?: string };
    assert.deepEqual({ state, reason }, { state: 'failed', reason: 'target_deleted' });
  });

  it('of a tenant that was deleted is dropped', async () => {
    const store = { read: () => Promise.resolve(undefined), record: () => assert.fail('written') };
    assert.deepEqual(await setUp(undefined, { store }).send(), { state: 'gone' });
  });

  it('by mail fails where the project sends none', async () => {
    const { send } = setUp({ kind: 'email', address: 'a@mail.example' });
    assert.deepEqual(await send(), {
      state: 'failed',
      kind: 'email',
      attempts: 1,
      reason: 'target_refused',
    });
  });
});
