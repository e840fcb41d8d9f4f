import { createServer } from 'node:http';

import { listen } from './listen.js';
import { passOn } from './pass-on.js';

export interface StrictOptions {
  /** Refuses larger requests, as they are sent: Firestore's own limit is 10 MiB. */
  maxBytes?: number;
  /** Refuses every request that contains this text. */
  poison?: string;
  /** The refusal: that of Google's APIs by default. */
  refusal?: { status: number; body: string };
}

/** A Google service's REST API that refuses requests its emulator accepts. */
export interface StrictService {
  /** `127.0.0.1:port`, for the client that connects. */
  host: string;
  /** Requests that were refused. */
  refused(): number;
  /** Bytes of the largest request received. */
  largest(): number;
  close(): void;
}

/** https://cloud.google.com/apis/design/errors */
const INVALID_ARGUMENT = {
  status: 400,
  body: JSON.stringify({
    error: { code: 400, status: 'INVALID_ARGUMENT', message: 'Request payload is refused.' },
  }),
};

/** Passes HTTP/1.1 on to the emulator at `target` (`host:port`), except what it refuses. */
export async function startStrictService(
  target: string,
  { maxBytes = Infinity, poison, refusal = INVALID_ARGUMENT }: StrictOptions,
): Promise<StrictService> {
  let refused = 0;
  let largest = 0;

  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const sent = Buffer.concat(chunks);
      largest = Math.max(largest, sent.length);
      if (sent.length > maxBytes || (poison !== undefined && sent.includes(poison))) {
        refused += 1;
        outgoing.writeHead(refusal.status).end(refusal.body);
        return;
      }
      passOn(target, incoming, outgoing, { sent });
    });
  });

  return {
    host: `127.0.0.1:${await listen(server)}`,
    refused: () => refused,
    largest: () => largest,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
