import { connect, constants, createServer, type IncomingHttpHeaders } from 'node:http2';

import { listen } from './listen.js';

/** One call of a gRPC method. */
export interface Rpc {
  /** Without its package and service: `Commit`. */
  method: string;
  /** The messages that the client sent, encoded. */
  requests: Buffer[];
}

/** A connection to an emulator that keeps what is called over it. */
export interface RpcCounter {
  /** `127.0.0.1:port`, for the client that connects. */
  host: string;
  /** Finished and unfinished calls since the last {@link RpcCounter.reset}. */
  calls(): Rpc[];
  /** How many calls of each method. */
  counts(): Record<string, number>;
  reset(): void;
  close(): void;
}

/** Passes gRPC on to `target` (`host:port`, without TLS), stream by stream, and counts the calls. */
export async function startRpcCounter(target: string): Promise<RpcCounter> {
  let calls: Rpc[] = [];
  const upstream = connect(`http://${target}`);
  upstream.on('error', () => {}); // Each stream reports it to its own client.

  const server = createServer();
  server.on('session', (session) => session.on('error', () => {}));
  server.on('stream', (client, headers) => {
    const rpc: Rpc = { method: headers[':path']?.split('/').at(-1) ?? '', requests: [] };
    calls.push(rpc);
    const body: Buffer[] = [];
    const forwarded = upstream.request(headers);
    let trailers: IncomingHttpHeaders = {};

    client.on('data', (chunk: Buffer) => body.push(chunk));
    client.on('end', () => rpc.requests.push(...grpcMessages(Buffer.concat(body))));
    client.pipe(forwarded);
    client.on('wantTrailers', () => client.sendTrailers(trailers));
    client.on('close', () => forwarded.close());
    client.on('error', () => forwarded.close(constants.NGHTTP2_CANCEL));

    forwarded.on('response', (answer, flags) => {
      if (client.destroyed) return;
      const endStream = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
      client.respond(answer, endStream ? { endStream } : { waitForTrailers: true });
      if (!endStream) forwarded.pipe(client);
    });
    forwarded.on('trailers', (received) => {
      trailers = received;
    });
    forwarded.on('error', () => client.close(constants.NGHTTP2_INTERNAL_ERROR));
  });
  const port = await listen(server);

  return {
    host: `127.0.0.1:${port}`,
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
      upstream.destroy();
      server.close();
    },
  };
}

/** https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md: flag, length, message. */
function grpcMessages(body: Buffer): Buffer[] {
  const messages: Buffer[] = [];
  for (let at = 0; at < body.length;) {
    if (body[at] !== 0) throw new Error('the request is compressed: it cannot be counted');
    const end = at + 5 + body.readUInt32BE(at + 1);
    messages.push(body.subarray(at + 5, end));
    at = end;
  }
  return messages;
}
