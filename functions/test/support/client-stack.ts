import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createTenantAdmin } from '../../src/adapters/tenant-admin.js';
import { type FaultStack, startFaultStack } from '../../../harness/stack/fault-stack.js';
import { eventually } from '../../../harness/support/eventually.js';
import { emulatedFirestore, newTenant } from '../../../harness/support/firestore.js';
import { sendAgain } from '../../../harness/support/send-again.js';

/** Who sends with a client of another system: a tenant with a key. */
export interface Sender {
  tenant: string;
  key: string;
}

type StoredLog = Awaited<ReturnType<ClientStack['stored']>>[number];

/**
 * Headers that a proxy makes anew. They load Node's own undici, too: the first one that is loaded
 * serves every `fetch` of the process, and gets on with no other that a client brings.
 */
const OF_EACH_HOP = new Headers({ host: '', connection: '', 'content-length': '' });

interface Shared {
  /** Suites that still need the stack: each would take seconds to start its own. */
  users: number;
  stack: Promise<FaultStack> | undefined;
}

// Mocha loads some suites as CommonJS and others as modules, each with a copy of this file.
const shared: Shared = ((globalThis as { clientStack?: Shared }).clientStack ??= {
  users: 0,
  stack: undefined,
});

/** A gateway with keys that a suite's clients send to. Call it in the suite. */
export function useClientStack(): ClientStack {
  const clients = new ClientStack();
  shared.users += 1;
  before(async function () {
    const ingestEnv = { INGEST_AUTH: 'api_key' };
    shared.stack ??= startFaultStack({
      name: `clients-of-others-${process.pid}`,
      workers: 1,
      ingestEnv,
    });
    clients.stack = await shared.stack;
  });
  after(async () => {
    await clients.close();
    shared.users -= 1;
    if (shared.users > 0) return;
    const { stack } = shared;
    shared.stack = undefined;
    await (await stack)?.stop();
  });
  return clients;
}

export class ClientStack {
  stack: FaultStack | undefined;
  private readonly firestore = emulatedFirestore();
  private readonly admin = createTenantAdmin(this.firestore);
  private readonly cleanups: (() => unknown)[] = [];

  /** `http://127.0.0.1:…`, where the gateway's paths begin. */
  get url(): string {
    if (this.stack === undefined) throw new Error('the stack is not there yet');
    return this.stack.ingest.url;
  }

  async newSender(): Promise<Sender> {
    const tenant = newTenant();
    await this.admin.create(tenant, '');
    return { tenant, key: (await this.admin.createKey(tenant, '')).key };
  }

  /** One whose quota is used up for many minutes: a first request larger than it is let in. */
  async newSenderOverQuota(): Promise<Sender> {
    const sender = await this.newSender();
    await this.admin.changeSettings(sender.tenant, (settings) => ({
      ...settings,
      quota: { bytes_per_minute: 1 },
    }));
    const headers = { 'content-type': 'text/plain', 'x-api-key': sender.key };
    const body = 'x'.repeat(2_000);
    const { status } = await sendAgain(() =>
      fetch(`${this.url}/ingest`, { method: 'POST', headers, body }),
    );
    if (status !== 202) throw new Error(`the first request was answered ${status}`);
    return sender;
  }

  /** The logs of a tenant in the order of their times, once there are as many. */
  async stored(tenant: string, count: number) {
    const logs = this.firestore.collection(`tenants/${tenant}/processed_logs`);
    return eventually(`${count} logs of ${tenant}`, async () => {
      const { docs } = await logs.get();
      if (docs.length < count) return undefined;
      const time = (doc: (typeof docs)[number]) => String(doc.get('timestamp')?.toMillis?.() ?? '');
      return docs.toSorted((a, b) => time(a).localeCompare(time(b)));
    });
  }

  /**
   * How many of a tenant's logs are stored once everything published so far is processed. Waits for at
   * least that many, and for one more, which is published now.
   */
  async countStored({ tenant, key }: Sender, least: number): Promise<number> {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'text/plain' };
    const sent = await sendAgain(() =>
      fetch(this.url, {
        method: 'POST',
        headers: { ...headers, 'x-log-id': 'the-last-log' },
        body: 'the last log',
      }),
    );
    if (sent.status !== 202) throw new Error(`the last log was answered ${sent.status}`);
    const logs = this.firestore.collection(`tenants/${tenant}/processed_logs`);
    return eventually(`${least} logs of ${tenant} and the last log`, async () => {
      const { docs } = await logs.get();
      const isLast = (doc: StoredLog) => doc.get('original_text') === 'the last log';
      return docs.some(isLast) && docs.length > least ? docs.length - 1 : undefined;
    });
  }

  /** Pub/Sub cannot be reached while `work` runs. */
  async withoutPubSub<T>(work: (restore: () => void) => Promise<T>): Promise<T> {
    const link = this.stack?.ingestToPubsub;
    link?.cut();
    try {
      return await work(() => link?.restore());
    } finally {
      link?.restore();
    }
  }

  /**
   * An address of the gateway whose first answer is lost: the gateway took the request, and its
   * client is told 503. Returns the bodies of all requests as well.
   */
  async forgetful(): Promise<{ url: string; requests: Buffer[] }> {
    const requests: Buffer[] = [];
    const server = createServer((request, response) => {
      void (async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk as Buffer);
        const body = Buffer.concat(chunks);
        const headers = new Headers();
        for (const [name, value] of Object.entries(request.headers)) {
          if (!OF_EACH_HOP.has(name)) headers.set(name, String(value));
        }
        const { method = 'GET', url = '/' } = request;
        const sent = method === 'GET' ? {} : { body };
        const answer = await fetch(`${this.url}${url}`, { method, headers, ...sent });
        const text = await answer.text();
        const isLost = method !== 'GET' && requests.push(body) === 1;
        if (isLost) response.writeHead(503).end();
        else response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(text);
      })();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.cleanups.push(
      () => server.closeAllConnections(),
      () => server.close(),
    );
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
  }

  async close(): Promise<void> {
    for (const cleanup of this.cleanups) cleanup();
    await this.firestore.terminate();
  }
}
