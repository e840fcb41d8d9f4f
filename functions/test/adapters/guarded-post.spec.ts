import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';
import { createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { createGuardedPost, type GuardedPostOptions } from '../../src/adapters/guarded-post.js';
import { MAX_NOTICE_ANSWER_BYTES } from '../../src/limits.js';
import { listen } from '../../../harness/stack/listen.js';
import { makeCertificate } from '../../../harness/google/control-plane/certificate.js';

const HOST = 'receiver.example';
const LOOPBACK = '127.0.0.1';
const DAY_MS = 86_400_000;
const TYPESCRIPT = new URL('../../../scripts/typescript.mjs', import.meta.url).href;
const CERTIFICATE = makeCertificate([HOST]);

/** A test-only host name that resolves to this machine. */
const HERE = {
  resolve: () => Promise.resolve([LOOPBACK]),
  isAllowed: (address: string) => address === LOOPBACK,
  ca: CERTIFICATE.certificate,
};

describe('a guarded POST', () => {
  const servers: TcpServer[] = [];
  const endless = new AbortController();

  afterEach(() => {
    for (const server of servers.splice(0)) {
      if ('closeAllConnections' in server) (server as Server).closeAllConnections();
      server.close();
    }
  });
  after(() => endless.abort());

  async function serve(listener: RequestListener, { key, certificate } = CERTIFICATE) {
    const server = createServer({ key, cert: certificate }, listener);
    servers.push(server);
    return listen(server);
  }

  const post = (port: number, options: Partial<GuardedPostOptions> = {}, host = HOST) =>
    createGuardedPost({ ...HERE, ...options })({
      url: `https://${host}:${port}/hook?a=1`,
      headers: { 'content-type': 'application/json', 'webhook-id': 'n1' },
      body: '{"text":"grüß"}',
    });

  it('sends a body and headers to the named host, and reports only the status', async () => {
    const seen: unknown[] = [];
    const port = await serve((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method, url, headers } = request;
        const { host, 'webhook-id': id, 'content-type': type } = headers;
        seen.push({ method, url, host, id, type, body: Buffer.concat(chunks).toString() });
        response.writeHead(202, { 'x-secret': 'seen by nobody' }).end('seen by nobody');
      });
    });
    assert.deepEqual(await post(port), { kind: 'answered', status: 202 });
    assert.deepEqual(seen, [
      {
        method: 'POST',
        url: '/hook?a=1',
        host: `${HOST}:${port}`,
        id: 'n1',
        type: 'application/json',
        body: '{"text":"grüß"}',
      },
    ]);
  });

  for (const status of [200, 204, 400, 404, 410, 429, 500, 503]) {
    it(`reports status ${status}`, async () => {
      const port = await serve((_request, response) => response.writeHead(status).end());
      assert.deepEqual(await post(port), { kind: 'answered', status });
    });
  }

  for (const status of [301, 302, 303, 307, 308]) {
    it(`follows no redirect with ${status} to the metadata server`, async () => {
      let asked = 0;
      const resolve = () => {
        asked += 1;
        return HERE.resolve();
      };
      const location = 'http://169.254.169.254/computeMetadata/v1/';
      let requests = 0;
      const port = await serve((_request, response) => {
        requests += 1;
        response.writeHead(status, { location }).end();
      });
      assert.deepEqual(await post(port, { resolve }), { kind: 'answered', status });
      assert.deepEqual({ asked, requests }, { asked: 1, requests: 1 });
    });
  }

  it('connects to the address that it checked, whatever DNS says next', async () => {
    const answers = [[LOOPBACK], ['169.254.169.254']];
    let asked = 0;
    const resolve = () => Promise.resolve(answers[asked++] ?? []);
    const port = await serve((_request, response) => response.end());
    assert.deepEqual(await post(port, { resolve }), { kind: 'answered', status: 200 });
    assert.equal(asked, 1);
    assert.deepEqual(await post(port, { resolve }), {
      kind: 'failed',
      reason: 'address_not_public',
    });
  });

  for (const [addresses, what] of [
    [[LOOPBACK, '10.0.0.1'], 'one of whose addresses is private'],
    [['169.254.169.254'], 'of the metadata server'],
    [['::ffff:127.0.0.1'], 'of a mapped address'],
    [['64:ff9b::a9fe:a9fe'], 'of the metadata server through NAT64'],
  ] as const) {
    it(`does not connect to a name ${what}`, async () => {
      let requests = 0;
      const port = await serve((_request, response) => {
        requests += 1;
        response.end();
      });
      const result = await post(port, { resolve: () => Promise.resolve(addresses) });
      assert.deepEqual(result, { kind: 'failed', reason: 'address_not_public' });
      assert.equal(requests, 0);
    });
  }

  // As a target’s address: some program reads each of them as this machine.
  for (const host of [
    LOOPBACK,
    '127.1',
    '0x7f.1',
    '0177.0.0.1',
    '2130706433',
    '127。0。0。1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '0.0.0.0',
    '[::]',
  ]) {
    it(`does not connect to https://${host}/ directly`, async () => {
      let requests = 0;
      const port = await serve((_request, response) => {
        requests += 1;
        response.end();
      });
      const asDeployed = createGuardedPost({ ca: CERTIFICATE.certificate });
      const result = await asDeployed({ url: `https://${host}:${port}/`, headers: {}, body: '' });
      assert.deepEqual(result, { kind: 'failed', reason: 'address_not_public' });
      assert.equal(requests, 0);
    });
  }

  it('sends nothing over plain HTTP', async () => {
    let requests = 0;
    const server = createHttpServer((_request, response) => {
      requests += 1;
      response.end();
    });
    servers.push(server);
    const port = await listen(server);
    const plain = createGuardedPost(HERE)({
      url: `http://${HOST}:${port}/`,
      headers: {},
      body: '',
    });
    assert.deepEqual(await plain, { kind: 'failed', reason: 'address_not_public' });
    assert.deepEqual(await post(port), { kind: 'failed', reason: 'connection_failed' });
    assert.equal(requests, 0);
  });

  it('reports that a name has no address', async () => {
    const result = await post(1, { resolve: () => Promise.resolve([]) });
    assert.deepEqual(result, { kind: 'failed', reason: 'name_not_found' });
  });

  for (const [what, certificate] of [
    ['that nobody known signed', makeCertificate([HOST])],
    ['of another name', makeCertificate(['other.example'])],
    ['that has expired', makeCertificate([HOST], Date.now() - 3 * DAY_MS)],
    ['that is yet to come', makeCertificate([HOST], Date.now() + 3 * DAY_MS)],
  ] as const) {
    it(`refuses a certificate ${what}`, async () => {
      let requests = 0;
      const port = await serve((_request, response) => {
        requests += 1;
        response.end();
      }, certificate);
      const isUnknown = what === 'that nobody known signed';
      const result = await post(port, isUnknown ? {} : { ca: certificate.certificate });
      assert.deepEqual(result, { kind: 'failed', reason: 'certificate_invalid' });
      assert.equal(requests, 0);
    });
  }

  it('reports that nobody listens', async () => {
    const server = createTcpServer();
    const port = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    assert.deepEqual(await post(port), { kind: 'failed', reason: 'connection_failed' });
  });

  it('reports that the connection was cut before an answer', async () => {
    const port = await serve((request) => request.socket.destroy());
    assert.deepEqual(await post(port), { kind: 'failed', reason: 'connection_failed' });
  });

  it('treats a protocol upgrade as no answer', async () => {
    const port = await serve(() => {});
    servers.at(-1)?.on('request', (_request, response) => {
      response.socket?.end(
        'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n',
      );
    });
    assert.deepEqual(await post(port), { kind: 'failed', reason: 'connection_failed' });
  });

  it('treats headers that never end as no answer', async () => {
    const port = await serve((_request, response) => {
      response.socket?.write('HTTP/1.1 200 OK\r\n');
      const more = () => {
        if (response.socket?.writable === true)
          response.socket.write(`x: ${'y'.repeat(4_000)}\r\n`, more);
      };
      more();
    });
    assert.deepEqual(await post(port), { kind: 'failed', reason: 'connection_failed' });
  });

  for (const [what, answer] of [
    ['nothing', () => {}],
    ['an answer that goes on and on', drip],
  ] as const) {
    it(`waits only a bounded time for a server that sends ${what}`, async () => {
      const port = await serve((_request, response) => answer(response.socket));
      assert.deepEqual(await post(port, { timeoutMs: 300 }), { kind: 'failed', reason: 'timeout' });
    });
  }

  function drip(socket: { writable: boolean; write(text: string): void } | null) {
    socket?.write('HTTP/1.1 200 OK\r\nx: ');
    const timer = setInterval(() => socket?.write('y'), 20);
    endless.signal.addEventListener('abort', () => clearInterval(timer));
  }

  it('waits only a bounded time for DNS', async () => {
    const resolve = () => new Promise<string[]>(() => {});
    assert.deepEqual(await post(1, { resolve, timeoutMs: 100 }), {
      kind: 'failed',
      reason: 'timeout',
    });
  });

  it('reports the status of an answer whose body breaks off', async () => {
    const port = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 10 });
      response.write('so far', () => response.destroy());
    });
    assert.deepEqual(await post(port), { kind: 'answered', status: 200 });
  });

  it('cuts off a body of 1 GB', async () => {
    const block = Buffer.alloc(64 * 1024);
    let sent = 0;
    const port = await serve((_request, response) => {
      response.writeHead(500, { 'content-length': 1024 ** 3 });
      const more = () => {
        if (response.destroyed) return;
        sent += block.length;
        response.write(block, more);
      };
      more();
    });
    assert.deepEqual(await post(port), { kind: 'answered', status: 500 });
    // Bytes in the system’s buffers count as sent, too.
    assert.ok(sent < 200 * MAX_NOTICE_ANSWER_BYTES, `${sent} bytes were sent`);
  });

  it('uses no proxy and accepts no bad certificate, whatever the environment says', async () => {
    let tunnels = 0;
    const proxy = createHttpServer().on('connect', (_request, socket) => {
      tunnels += 1;
      socket.destroy();
    });
    servers.push(proxy);
    const proxyUrl = `http://${LOOPBACK}:${await listen(proxy)}`;
    const port = await serve((_request, response) => response.end());
    const script = fileURLToPath(new URL('../support/post-once.ts', import.meta.url));
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', TYPESCRIPT, script, String(port)],
      {
        env: {
          ...process.env,
          NODE_USE_ENV_PROXY: '1',
          NODE_TLS_REJECT_UNAUTHORIZED: '0',
          HTTPS_PROXY: proxyUrl,
          https_proxy: proxyUrl,
          HTTP_PROXY: proxyUrl,
        },
      },
    );
    assert.deepEqual(JSON.parse(stdout), { kind: 'failed', reason: 'certificate_invalid' });
    assert.equal(tunnels, 0);
  });
});
