import assert from 'node:assert/strict';

import type { Log, LogMessage } from '../../src/contract/log-message.js';
import type { IngestResponse } from '../../src/ingest/http/http.js';
import type { IntakeDeps } from '../../src/ingest/intake.js';
import { intake } from './intake.js';
import { request } from './request.js';

export interface Taken {
  response: IngestResponse;
  logs: Log[];
  sources: Set<LogMessage['source']>;
  unexpected: unknown[];
}

/** Posts a body as tenant `acme`, with all of the intake but Pub/Sub. */
export async function post(
  path: string,
  body: string | Buffer | object,
  headers: Record<string, string> = {},
  overrides: Partial<IntakeDeps> = {},
): Promise<Taken> {
  // After the times of what was recorded.
  const now = () => new Date('2026-12-01T00:00:00Z');
  const { handle, published, unexpected } = intake({ now, ...overrides });
  const bytes = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  const sent = request('POST', path, { 'x-tenant-id': 'acme', ...headers }, bytes);
  const response = await handle(sent);
  return {
    response,
    logs: published.flatMap(({ logs }) => logs),
    sources: new Set(published.map(({ source }) => source)),
    unexpected,
  };
}

/** The same; fails if anything unexpected happened. */
export async function postExpected(
  path: string,
  body: Buffer,
  headers: Record<string, string>,
): Promise<{ status: number; answer: IngestResponse['body']; logs: Log[]; texts: string[] }> {
  const { response, logs, unexpected } = await post(path, body, headers);
  assert.deepEqual(unexpected, []);
  const { status, body: answer } = response;
  return { status, answer, logs, texts: logs.map(({ text }) => text) };
}
