import type { IngestRequest } from '../../src/ingest/http/http.js';
import { originOfRequest } from '../../src/contract/origin.js';
import { emptyFacts } from '../../src/telemetry/request-facts.js';

/** A request as the platform's adapter would hand it over. */
export function request(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body: string | Buffer = '',
): IngestRequest {
  const [pathname = '', query] = path.split('?');
  const parameters = new URLSearchParams(query);
  return {
    method,
    path: pathname,
    query: (name) => parameters.get(name) ?? undefined,
    header: (name) => headers[name],
    body: Buffer.from(body),
    origin: originOfRequest((name) => headers[name]),
    facts: emptyFacts(),
  };
}

export function jsonRequest(body: unknown, headers: Record<string, string> = {}): IngestRequest {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return request('POST', '/ingest', { 'content-type': 'application/json', ...headers }, text);
}

export function textRequest(
  body: string | Buffer,
  headers: Record<string, string> = { 'x-tenant-id': 'acme' },
): IngestRequest {
  return request('POST', '/ingest', { 'content-type': 'text/plain', ...headers }, body);
}
