import { once } from 'node:events';
import { Agent, createServer, request as httpRequest, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import { z } from 'zod';

import { listen } from './listen.js';

/** Where a push subscription delivers to, and what stands behind it. */
export interface PushRouter {
  /** For the subscription's `pushEndpoint`. */
  url: string;
  /** Messages handed to a worker so far, redeliveries included. */
  deliveries(): number;
  /** Deliveries that a worker acknowledged. */
  succeeded(): number;
  /** Deliveries that a worker answered with an error, or never. */
  failed(): number;
  close(): Promise<void>;
}

/** How long a request waits for an instance. */
const PENDING_MS = 10_000;

/** Production waits 10 s to 600 s between two deliveries; a test has less patience. */
const BACKOFF_MS = { min: 1_000, max: 2_000 };

const pushSchema = z.object({
  message: z.looseObject({ messageId: z.string(), publishTime: z.string() }),
  subscription: z.string(),
  /** From 1; absent without a dead-letter policy. */
  deliveryAttempt: z.number().default(1),
});

type Message = z.infer<typeof pushSchema>['message'];

/**
 * Does what Eventarc and Cloud Run do between a push subscription and a function: makes a
 * CloudEvent of the message (binary mode, as the production trigger sends it), and gives it to
 * the least busy instance, which has `timeoutMs` to answer. `ports` tells those that run now; with
 * none for a while the answer is 503. What fails is told to Pub/Sub after a backoff.
 */
export async function startPushRouter(
  topic: string,
  ports: () => number[],
  timeoutMs: number,
): Promise<PushRouter> {
  const agent = new Agent({ keepAlive: true });
  const busy = new Map<number, number>();
  let deliveries = 0;
  let succeeded = 0;
  let failed = 0;

  const deliver = async (body: Buffer, response: ServerResponse): Promise<void> => {
    const port = await nextPort();
    if (port === undefined) {
      response.writeHead(503).end();
      return;
    }
    const push = pushSchema.parse(JSON.parse(body.toString()));
    deliveries += 1;
    add(port, 1);
    const status = await call(port, push.message, body, response);
    add(port, -1);
    if (status < 300) {
      succeeded += 1;
    } else {
      failed += 1;
      // Pub/Sub delivers again as soon as it knows.
      await sleep(Math.min(BACKOFF_MS.min * 2 ** (push.deliveryAttempt - 1), BACKOFF_MS.max));
    }
    if (!response.destroyed) response.writeHead(status).end();
  };

  /** The instance's status; 502 where it died, never answered, or Pub/Sub hung up. */
  const call = (
    port: number,
    { messageId, publishTime }: Message,
    body: Buffer,
    by: ServerResponse,
  ) =>
    new Promise<number>((resolve) => {
      const forwarded = httpRequest(
        {
          agent,
          host: '127.0.0.1',
          port,
          method: 'POST',
          path: `/${topic}`,
          headers: {
            'content-type': 'application/json',
            'content-length': body.length,
            'ce-specversion': '1.0',
            'ce-id': messageId,
            'ce-source': `//pubsub.googleapis.com/${topic}`,
            'ce-type': 'google.cloud.pubsub.topic.v1.messagePublished',
            'ce-time': publishTime,
          },
        },
        (answer) => {
          answer.resume();
          answer.on('end', () => resolve(answer.statusCode ?? 500));
          answer.on('error', () => resolve(502));
        },
      );
      forwarded.setTimeout(timeoutMs, () => forwarded.destroy(new Error('no answer in time')));
      forwarded.on('error', () => resolve(502));
      by.on('close', () => forwarded.destroy());
      forwarded.end(body);
    });

  const add = (port: number, requests: number) => busy.set(port, (busy.get(port) ?? 0) + requests);
  let turn = 0;
  /** In turn, where several are as busy. */
  const leastBusy = (running: number[]) => {
    const first = turn++ % running.length;
    return [...running.slice(first), ...running.slice(0, first)].toSorted(
      (a, b) => (busy.get(a) ?? 0) - (busy.get(b) ?? 0),
    )[0];
  };

  /** As Cloud Run does, keeps a request waiting while an instance starts. */
  const nextPort = async (): Promise<number | undefined> => {
    for (let waited = 0; waited < PENDING_MS; waited += 100) {
      const running = ports();
      if (running.length > 0) return leastBusy(running);
      await sleep(100);
    }
    return undefined;
  };

  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => void deliver(Buffer.concat(chunks), response));
    incoming.on('error', () => response.destroy());
  });
  const routerPort = await listen(server);

  return {
    url: `http://127.0.0.1:${routerPort}/`,
    deliveries: () => deliveries,
    succeeded: () => succeeded,
    failed: () => failed,
    close: async () => {
      agent.destroy();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
