import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import { z } from 'zod';

import { openInstances } from './instances.js';
import { listen } from './listen.js';

export interface DeliveryCounts {
  /** Messages handed to a worker so far, redeliveries included. */
  deliveries(): number;
  /** Deliveries that a worker acknowledged. */
  succeeded(): number;
  /** Deliveries that a worker answered with an error, or never. */
  failed(): number;
}

/** Where a push subscription delivers to, and what stands behind it. */
export interface PushRouter extends DeliveryCounts {
  /** For the subscription's `pushEndpoint`. */
  url: string;
  close(): Promise<void>;
}

/** Production waits 10 s to 600 s between two deliveries; a test has less patience. */
const BACKOFF_MS = { min: 1_000, max: 2_000 };

const pushSchema = z.object({
  message: z.looseObject({ messageId: z.string(), publishTime: z.string() }),
  subscription: z.string(),
  /** From 1; absent without a dead-letter policy. */
  deliveryAttempt: z.number().default(1),
});

/**
 * Does what Eventarc and Cloud Run do between a push subscription and a function: makes a
 * CloudEvent of the message (binary mode, as the production trigger sends it), and gives it to
 * the least busy instance, which has `timeoutMs` to answer. `ports` tells those that run now; with
 * none for a while the answer is 503. Failures are reported to Pub/Sub after a backoff.
 */
export async function startPushRouter(
  topic: string,
  ports: () => number[],
  timeoutMs: number,
): Promise<PushRouter> {
  const instances = openInstances(topic, ports, timeoutMs);
  let deliveries = 0;
  let succeeded = 0;
  let failed = 0;

  const deliver = async (body: Buffer, response: ServerResponse): Promise<void> => {
    const port = await instances.choose();
    if (port === undefined) {
      response.writeHead(503).end();
      return;
    }
    const push = pushSchema.parse(JSON.parse(body.toString()));
    deliveries += 1;
    // Pub/Sub hangs up once the ack deadline is over.
    const hangUp = new AbortController();
    response.on('close', () => hangUp.abort());
    const status = await instances.call(port, push.message, body, hangUp.signal);
    if (status < 300) {
      succeeded += 1;
    } else {
      failed += 1;
      // Pub/Sub redelivers as soon as it knows.
      await sleep(Math.min(BACKOFF_MS.min * 2 ** (push.deliveryAttempt - 1), BACKOFF_MS.max));
    }
    if (!response.destroyed) response.writeHead(status).end();
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
      instances.close();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
