import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';

import { listen } from '../../stack/listen.js';
import { ApiError } from '../api-error.js';

export const ACCESS_TOKEN = 'an-access-token';

/** An HTTP status and a JSON body. */
export type Answer = [status: number, json: unknown];

/** Serves JSON at a free port of 127.0.0.1; `answer` gets each request with its whole body. */
export async function serveJson(
  answer: (request: IncomingMessage, body: string) => Answer | Promise<Answer>,
): Promise<{ origin: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      void Promise.resolve(answer(request, Buffer.concat(chunks).toString()))
        .catch((error: unknown): Answer => [500, new ApiError(500, String(error))])
        .then(([status, json]) =>
          response
            .writeHead(status, { 'content-type': 'application/json' })
            .end(JSON.stringify(json)),
        );
    });
  });
  return {
    origin: `http://127.0.0.1:${await listen(server)}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
