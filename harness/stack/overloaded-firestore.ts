import { createServer } from 'node:http';

import type { Random } from '../support/random.js';
import { listen } from './listen.js';
import { passOn } from './pass-on.js';

/** A Firestore that is over its limits, for clients of its REST API. */
export interface OverloadedFirestore {
  /** `127.0.0.1:port`. */
  host: string;
  /** Calls that were answered with an error, by its name. */
  errors(): Readonly<Record<string, number>>;
  close(): void;
}

/** What Firestore answers under load, with the HTTP statuses of Google's APIs. */
const ERRORS = [
  ['RESOURCE_EXHAUSTED', 429],
  ['ABORTED', 409],
  ['DEADLINE_EXCEEDED', 504],
] as const;

/**
 * Passes calls on to `target` (`host:port`), and answers a percentage of them with an overload
 * error. DEADLINE_EXCEEDED leaves a call's outcome open: half of these calls are done first.
 */
export async function startOverloadedFirestore(
  target: string,
  percent: number,
  random: Random,
): Promise<OverloadedFirestore> {
  const errors: Record<string, number> = {};

  const server = createServer((incoming, outgoing) => {
    const fail = random.chance(percent) ? random.pick<(typeof ERRORS)[number]>(ERRORS) : undefined;
    const isDone = fail === undefined || (fail[0] === 'DEADLINE_EXCEEDED' && random.chance(50));
    const refuse = () => {
      if (fail === undefined) return;
      const [status, code] = fail;
      errors[status] = (errors[status] ?? 0) + 1;
      outgoing.writeHead(code, { 'content-type': 'application/json' });
      outgoing.end(JSON.stringify({ error: { code, status, message: 'over a limit' } }));
    };
    if (!isDone) {
      incoming.resume().on('end', refuse);
      return;
    }
    passOn(target, incoming, outgoing, {
      ...(fail !== undefined && { onAnswer: (answer) => answer.resume().on('end', refuse) }),
    });
  });

  return {
    host: `127.0.0.1:${await listen(server)}`,
    errors: () => errors,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
