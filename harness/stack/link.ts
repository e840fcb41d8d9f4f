import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

import { listen } from './listen.js';

/** A TCP connection between two parts that can be cut, as a network would. */
export interface Link {
  /** `127.0.0.1:port`, for the part that connects. */
  host: string;
  /** Closes open connections, half-sent messages included, and accepts no more. */
  cut(): void;
  restore(): void;
  close(): Promise<void>;
}

/** Passes on everything to `target` (`host:port`), until it is cut. */
export async function startLink(target: string): Promise<Link> {
  const [targetHost = '', targetPort = ''] = target.split(':');
  const open = new Set<Socket>();
  let isCut = false;

  const server = createServer((incoming) => {
    if (isCut) {
      incoming.resetAndDestroy();
      return;
    }
    const outgoing = connect(Number(targetPort), targetHost);
    for (const [from, to] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      open.add(from);
      from.setNoDelay(true);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        open.delete(from);
        to.destroy();
      });
    }
  });
  const port = await listen(server);

  const cut = () => {
    isCut = true;
    for (const socket of open) socket.resetAndDestroy();
  };
  return {
    host: `127.0.0.1:${port}`,
    cut,
    restore: () => {
      isCut = false;
    },
    close: async () => {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
