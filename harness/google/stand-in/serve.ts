import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';

import { listen } from '../../stack/listen.js';
import { answerGrpc, answerRest, type Documents } from './answers.js';

/** `127.0.0.1:port`, as the emulators' variables have it. */
export interface StandInHosts {
  rest: string;
  grpc: string;
}

/** Serves Pub/Sub and Firestore that do nothing: by REST (HTTP/1.1) and by gRPC (HTTP/2). */
export async function serveStandIn(documents: Documents): Promise<StandInHosts> {
  const rest = createHttpServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { status = 200, body } = answerRest(
        request.url ?? '',
        Buffer.concat(chunks),
        documents,
      );
      const length = String(Buffer.byteLength(body));
      response.writeHead(status, { 'content-type': 'application/json', 'content-length': length });
      response.end(body);
    });
  });

  const grpc = createHttp2Server();
  grpc.on('stream', (stream, headers) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('error', () => stream.destroy());
    stream.on('end', () => {
      // A byte for the compression, of which there is none, and four for the length.
      const message = Buffer.concat(chunks).subarray(FRAME_BYTES);
      const answer = answerGrpc(headers[':path'] ?? '', message);
      const trailers = { 'grpc-status': answer === undefined ? '12' : '0' };
      stream.respond(
        { ':status': 200, 'content-type': 'application/grpc+proto' },
        { waitForTrailers: true },
      );
      stream.on('wantTrailers', () => stream.sendTrailers(trailers));
      stream.end(answer === undefined ? undefined : framed(answer));
    });
  });

  return {
    rest: `127.0.0.1:${await listen(rest)}`,
    grpc: `127.0.0.1:${await listen(grpc)}`,
  };
}

const FRAME_BYTES = 5;

function framed(message: Buffer): Buffer {
  const frame = Buffer.alloc(FRAME_BYTES + message.length);
  frame.writeUInt32BE(message.length, 1);
  message.copy(frame, FRAME_BYTES);
  return frame;
}
