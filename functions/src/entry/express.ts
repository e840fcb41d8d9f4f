import type { Request } from 'firebase-functions/https';

import { once } from '../lib/once.js';
import { originOfRequest } from '../contract/origin.js';
import { emptyFacts } from '../telemetry/request-facts.js';
import type { IngestRequest, IngestResponse } from '../ingest/http/http.js';
import { refusalOf, sentHeader } from './platform-parser.js';
import { report } from '../ingest/http/report.js';

/** Answers every request, and never rejects. */
export type Serve = (request: IngestRequest) => Promise<IngestResponse>;

/** The part of an Express response that is used here. */
interface ServerResponse {
  writeHead(status: number, headers: Record<string, string>): unknown;
  end(body: Buffer | string): unknown;
}

/**
 * Puts a handler behind the platform's server. `create` runs at the first request, as parameters have
 * no value before.
 */
export function answerWith(create: () => Promise<Serve>) {
  const serve = once(create);
  return async (request: Request, response: ServerResponse): Promise<void> => {
    const begun = performance.now();
    const sent = fromExpress(request);
    const answer = await (await serve())(sent);
    const body = serialised(answer.body);
    response.writeHead(answer.status, {
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-request-id': sent.origin.requestId,
      ...answer.headers,
      'content-length': String(Buffer.byteLength(body)),
    });
    // Before the response ends: after that, the instance may be frozen.
    report(sent, answer.status, performance.now() - begun);
    // Node itself omits the body for HEAD.
    response.end(body);
  };
}

/** A string goes out in the same write as the headers. */
function serialised(body: unknown): Buffer | string {
  if (Buffer.isBuffer(body)) return body;
  return body === undefined ? '' : JSON.stringify(body);
}

function fromExpress(request: Request): IngestRequest {
  const header = (name: string) => sentHeader(request, name);
  return {
    method: request.method,
    path: request.path,
    query: (name) => {
      const value = request.query[name];
      return typeof value === 'string' ? value : undefined;
    },
    header,
    // Typed as always present, but the platform sets none for a request without a body.
    body: Buffer.isBuffer(request.rawBody) ? request.rawBody : Buffer.alloc(0),
    refusal: refusalOf(request),
    origin: originOfRequest(header),
    facts: emptyFacts(),
  };
}
