import type { Request } from 'firebase-functions/https';

import { once } from '../adapters/once.js';
import type { IngestRequest, IngestResponse } from './http.js';
import { sentHeader } from './platform-parser.js';

type Handler = (request: IngestRequest) => Promise<IngestResponse>;

/** As much of an Express response as is used here. */
interface ServerResponse {
  writeHead(status: number, headers: Record<string, string>): unknown;
  end(body: Buffer): unknown;
}

/**
 * Puts a handler behind the platform's server. `create` runs at the first request, since
 * parameters have no value before.
 */
export function answerWith(create: () => Handler) {
  const handler = once(create);
  return async (request: Request, response: ServerResponse): Promise<void> => {
    const answer = await handler()(fromExpress(request));
    const body = toBytes(answer.body);
    response.writeHead(answer.status, {
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...answer.headers,
      'content-length': String(body.length),
    });
    // Node leaves the body of an answer to HEAD out by itself.
    response.end(body);
  };
}

function toBytes(body: unknown): Buffer {
  if (Buffer.isBuffer(body)) return body;
  return body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body));
}

function fromExpress(request: Request): IngestRequest {
  return {
    method: request.method,
    path: request.path,
    header: (name) => sentHeader(request, name),
    // Typed as always there, but without a body the platform sets none.
    body: Buffer.isBuffer(request.rawBody) ? request.rawBody : Buffer.alloc(0),
  };
}
