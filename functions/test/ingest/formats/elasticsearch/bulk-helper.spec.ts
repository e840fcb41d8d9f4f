import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

import { Client } from '@elastic/elasticsearch';

import { listen } from '../../../../../harness/stack/listen.js';
import { intake } from '../../../support/intake.js';
import { request } from '../../../support/request.js';

/** The intake behind HTTP, so that Elasticsearch's own client reads its answers. */
describe('the bulk helper of @elastic/elasticsearch', () => {
  const { handle, published } = intake();
  let server: Server;
  let client: Client;
  let largest = 0;

  before(async () => {
    server = createServer((sent, answer) => {
      void serve(sent, answer);
    });
    client = new Client({ node: `http://127.0.0.1:${await listen(server)}` });
  });

  const serve = async (sent: IncomingMessage, answer: ServerResponse) => {
    const headers = { ...(sent.headers as Record<string, string>), 'x-tenant-id': 'acme' };
    const asked = request(sent.method ?? '', sent.url ?? '', headers, await buffer(sent));
    const { status, headers: own, body } = await handle(asked);
    const text = JSON.stringify(body);
    largest = Math.max(largest, text.length);
    answer.writeHead(status, own).end(text);
  };

  beforeEach(() => {
    published.length = 0;
    largest = 0;
  });

  after(async () => {
    await client?.close();
    server?.close();
  });

  const send = async (documents: { message: string; _id?: string }[]) => {
    const dropped: { status: number; message: string | undefined }[] = [];
    const stats = await client.helpers.bulk({
      datasource: documents,
      flushBytes: 30_000_000,
      retries: 0,
      onDocument: ({ _id }) => ({ create: { _index: 'shop', ...(_id !== undefined && { _id }) } }),
      onDrop: ({ status, document }) => dropped.push({ status, message: document?.message }),
    });
    return { stats, dropped };
  };

  it('sends 100,000 documents at once, and reads an answer of no more than 256 KiB', async () => {
    const { stats, dropped } = await send(
      Array.from({ length: 100_000 }, (_, n) => ({ message: `m${n}` })),
    );
    assert.deepEqual([stats.failed, stats.retry, stats.aborted, dropped], [0, 0, false, []]);
    assert.equal(published.flatMap(({ logs }) => logs).length, 100_000);
    assert.ok(largest > 0 && largest < 256 * 1024, `${largest} bytes`);
  });

  it('drops only the refused documents, of as many as an answer holds', async () => {
    // One in a thousand has the id of the first, with different content.
    const documents = Array.from({ length: 8_000 }, (_, n) => ({
      message: `m${n}`,
      ...(n % 1_000 === 0 && { _id: 'twice' }),
    }));
    const { stats, dropped } = await send(documents);
    assert.deepEqual(
      dropped,
      [1, 2, 3, 4, 5, 6, 7].map((n) => ({ status: 400, message: `m${n * 1_000}` })),
    );
    assert.equal(stats.successful, 8_000 - 7);
    assert.ok(largest < 256 * 1024, `${largest} bytes`);
  });
});
