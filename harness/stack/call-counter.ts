import { createServer } from 'node:http';

import { listen } from './listen.js';
import { passOn } from './pass-on.js';

/** One call of a Google service's REST API. */
export interface RestCall {
  /** `get`, `commit`, `batchWrite`, `publish`, … */
  method: string;
  /** What was sent, parsed. */
  body: { writes?: unknown[]; documents?: unknown[]; messages?: unknown[] };
}

/** A connection to an emulator that records the calls made over it. */
export interface CallCounter {
  /** `127.0.0.1:port`, for the client that connects. */
  host: string;
  /** Finished and unfinished calls since the last {@link CallCounter.reset}. */
  calls(): RestCall[];
  /** How many calls of each method. */
  counts(): Record<string, number>;
  reset(): void;
  close(): void;
}

/** Passes HTTP/1.1 on to `target` (`host:port`), and counts the calls. */
export async function startCallCounter(target: string): Promise<CallCounter> {
  let calls: RestCall[] = [];

  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const sent = Buffer.concat(chunks);
      calls.push({
        method: /:(\w+)$/.exec(incoming.url ?? '')?.[1] ?? 'get',
        body: sent.length === 0 ? {} : JSON.parse(sent.toString()),
      });
      passOn(target, incoming, outgoing, { sent });
    });
  });

  return {
    host: `127.0.0.1:${await listen(server)}`,
    calls: () => calls,
    counts: () => {
      const counts: Record<string, number> = {};
      for (const { method } of calls) counts[method] = (counts[method] ?? 0) + 1;
      return counts;
    },
    reset: () => {
      calls = [];
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
