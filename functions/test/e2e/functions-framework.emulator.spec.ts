import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';

import { PubSub } from '@google-cloud/pubsub';

import { type FunctionServer, serveFunction } from '../../../harness/stack/function-server.js';
import { startLink, type Link } from '../../../harness/stack/link.js';
import { listen } from '../../../harness/stack/listen.js';
import { requiredEnv } from '../../../harness/support/env.js';
import { eventually } from '../../../harness/support/eventually.js';
import { sendAgain } from '../../../harness/support/send-again.js';
import { HAS_RELIABLE_ZSTD } from '../support/zstd.js';

const JSON_TYPE = { 'content-type': 'application/json' };
/** The discard service, which nobody runs any more; a free port could be taken in the meantime. */
const NOBODY = '127.0.0.1:9';
const LOG = JSON.stringify({ tenant_id: 'acme', text: 'secret-canary' });

const env = (overrides: Record<string, string>) => ({
  GCLOUD_PROJECT: requiredEnv('GCLOUD_PROJECT'),
  INGEST_AUTH: 'open',
  PUBSUB_TOPIC: 'framework-spec',
  PUBLISH_TIMEOUT_MS: '1000',
  ...overrides,
});

describe('ingest behind functions-framework, as in production', () => {
  let server: FunctionServer;
  let link: Link;
  const pubsub = new PubSub({ projectId: requiredEnv('GCLOUD_PROJECT') });

  const postOnce = (headers: Record<string, string>, body: string | Buffer) =>
    fetch(server.url, { method: 'POST', headers, body });
  const post = (...args: Parameters<typeof postOnce>) => sendAgain(() => postOnce(...args));

  before(async () => {
    await pubsub.topic('framework-spec').get({ autoCreate: true });
    link = await startLink(requiredEnv('PUBSUB_EMULATOR_HOST'));
    server = await serveFunction('ingest', env({ PUBSUB_EMULATOR_HOST: link.host }));
  });

  after(async () => {
    await server?.stop();
    await link?.close();
    await pubsub.topic('framework-spec').delete();
    await pubsub.close();
  });

  it('answers 202', async () => {
    const response = await post(JSON_TYPE, LOG);
    assert.equal(response.status, 202);
  });

  it('answers malformed JSON with a problem, without a stack or an echo', async () => {
    const response = await post(JSON_TYPE, '{"text": secret-canary');
    const body = await response.text();
    assert.equal(response.status, 400);
    assert.equal(response.headers.get('content-type'), 'application/problem+json');
    assert.ok(!body.includes('secret-canary') && !/\bat .*:\d+:\d+/.test(body), body);
  });

  it('accepts compressed bodies', async () => {
    for (const [coding, body] of [
      ['gzip', gzipSync(LOG)],
      ['deflate', deflateSync(LOG)],
      ['br', brotliCompressSync(LOG)],
    ] as const) {
      const response = await post({ ...JSON_TYPE, 'content-encoding': coding }, body);
      assert.equal(response.status, 202, coding);
    }
  });

  it('accepts a body whatever charset its media type names', async () => {
    for (const charset of ['utf-16', 'latin1', 'nonsense', '']) {
      const headers = { 'content-type': `application/json; charset=${charset}` };
      assert.equal((await post(headers, LOG)).status, 202, charset);
    }
  });

  it('answers a body that only claims to be compressed with a problem', async () => {
    for (const [headers, status] of [
      [{ ...JSON_TYPE, 'content-encoding': 'gzip' }, 400],
      [{ ...JSON_TYPE, 'content-encoding': 'zstd' }, HAS_RELIABLE_ZSTD ? 400 : 415],
      [{ ...JSON_TYPE, 'content-encoding': 'lzma' }, 415],
    ] as const) {
      const response = await post(headers, LOG);
      assert.equal(response.status, status);
      assert.equal(response.headers.get('content-type'), 'application/problem+json');
    }
  });

  it('keeps its memory flat under 80 bombs at once, each 10 MB that inflate to 10 GB', async () => {
    const before = peakMemoryMb(server.pid);
    const bomb = gzipOfZeros(10_000_000_000);
    const send = async () => {
      const response = await post({ ...JSON_TYPE, 'content-encoding': 'gzip' }, bomb);
      assert.equal(response.status, 413);
      assert.equal(response.headers.get('content-type'), 'application/problem+json');
    };
    await send();
    const one = peakMemoryMb(server.pid);
    // It took 86 MB when nothing was read beyond the limit; the bomb inflates to 10,000.
    assert.ok(one - before < 300, `one bomb took ${one - before} MB`);
    // Without the bodies themselves, which the platform reads: 1 MB each.
    const small = gzipOfZeros(1_000_000_000);
    const statuses = await Promise.all(
      Array.from({ length: 80 }, async () => {
        const headers = { ...JSON_TYPE, 'content-encoding': 'gzip' };
        return (await postOnce(headers, small)).status;
      }),
    );
    assert.ok(
      statuses.every((status) => status === 413 || status === 503),
      String(statuses),
    );
    assert.ok(statuses.includes(413));
    // They took 256 MB; inflated all at once, even up to the limit, they would take 2,560.
    assert.ok(peakMemoryMb(server.pid) - before < 600, `took ${peakMemoryMb(server.pid)} MB`);
  }).timeout(400_000);

  it('answers 503 and no 202 while it is cut off from Pub/Sub, then 202 again', async () => {
    link.cut();
    for (const response of await Promise.all([
      postOnce(JSON_TYPE, LOG),
      postOnce(JSON_TYPE, LOG),
    ])) {
      assert.equal(response.status, 503);
      assert.equal(response.headers.get('retry-after'), '5');
      assert.equal(((await response.json()) as { status: number }).status, 503);
    }
    link.restore();
    // The client of Pub/Sub waits a little before it connects again.
    assert.equal((await post(JSON_TYPE, LOG)).status, 202);
  });

  it('keeps log text out of what it logs about the failure', async () => {
    const output = () => server.output.join('\n');
    await eventually('the failure', () => (output().includes('publish_failed') ? true : undefined));
    assert.ok(!output().includes('secret-canary'));
  });
});

describe('ingest that cannot publish', () => {
  let server: FunctionServer | undefined;
  let silent: Server | undefined;

  afterEach(async () => {
    await server?.stop();
    silent?.close();
  });

  it('answers 503 when nothing listens where Pub/Sub should be', async () => {
    server = await serveFunction('ingest', env({ PUBSUB_EMULATOR_HOST: NOBODY }));
    const response = await fetch(server.url, { method: 'POST', headers: JSON_TYPE, body: LOG });
    assert.equal(response.status, 503);
    assert.equal(response.headers.get('retry-after'), '5');
  });

  it('answers 503 when Pub/Sub takes the connection and never answers', async () => {
    silent = createServer(() => {});
    const port = await listen(silent);
    server = await serveFunction('ingest', env({ PUBSUB_EMULATOR_HOST: `127.0.0.1:${port}` }));
    const response = await fetch(server.url, { method: 'POST', headers: JSON_TYPE, body: LOG });
    assert.equal(response.status, 503);
  });

  it('answers 503 when the topic does not exist', async () => {
    const missing = { PUBSUB_TOPIC: 'no-such-topic' };
    server = await serveFunction('ingest', env(missing));
    const response = await fetch(server.url, { method: 'POST', headers: JSON_TYPE, body: LOG });
    assert.equal(response.status, 503);
  });
});

describe('ingest as deployed without a setting', () => {
  it('lets nobody write', async () => {
    const { INGEST_AUTH: _, ...closed } = env({});
    const server = await serveFunction('ingest', { ...closed, INGEST_AUTH: '' });
    try {
      const response = await fetch(server.url, { method: 'POST', headers: JSON_TYPE, body: LOG });
      assert.equal(response.status, 401);
      assert.match(response.headers.get('www-authenticate') ?? '', /^Bearer/);
      assert.equal((await fetch(`${server.url}/health`)).status, 200);
    } finally {
      await server.stop();
    }
  });
});

/** Peak memory of the process, in MB. Known on Linux only; elsewhere the check is void. */
function peakMemoryMb(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** That many zeros, compressed to a thousandth of their size. */
function gzipOfZeros(bytes: number): Buffer {
  // One gzip member repeated, which gzip allows and is quick to make.
  const part = gzipSync(Buffer.alloc(100_000_000));
  return Buffer.concat(Array.from({ length: bytes / 100_000_000 }, () => part));
}
