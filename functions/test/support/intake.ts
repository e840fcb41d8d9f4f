import type { LogMessage } from '../../src/contract/log-message.js';
import { type AcceptLogsDeps, createAcceptLogs } from '../../src/ingest/accept-logs.js';
import { authenticateNobody } from '../../src/ingest/admission/authenticate.js';
import { createCors } from '../../src/ingest/http/cors.js';
import type { IngestRequest } from '../../src/ingest/http/http.js';
import { failureResponse } from '../../src/ingest/formats/otlp/answer.js';
import { createExportLogs } from '../../src/ingest/formats/otlp/export-logs.js';
import { createWithBody } from '../../src/ingest/http/read-body.js';
import { createRouter } from '../../src/ingest/http/router.js';

export const NOW = new Date('2024-01-15T10:30:00.123Z');

/** The intake without its surroundings: what it publishes is kept, and open unless said. */
export function intake(overrides: Partial<AcceptLogsDeps> = {}) {
  const published: LogMessage[] = [];
  const unexpected: unknown[] = [];
  const deps: AcceptLogsDeps = {
    authenticate: authenticateNobody,
    admit: () => Promise.resolve({}),
    publish: ({ data }) => {
      published.push(JSON.parse(data.toString()) as LogMessage);
      return Promise.resolve();
    },
    withBody: createWithBody(),
    now: () => NOW,
    ...overrides,
  };
  const handler = createAcceptLogs(deps);
  const acceptLogs = (request: IngestRequest) => handler(request, {});
  const routes = [
    { path: '/', name: 'ingest' as const, methods: { POST: handler } },
    { path: '/ingest', name: 'ingest' as const, methods: { POST: handler } },
    {
      path: '/v1/logs',
      name: 'otlp' as const,
      methods: { POST: createExportLogs(deps) },
      failure: failureResponse,
    },
  ];
  const handle = createRouter({
    routes,
    cors: createCors([]),
    now: deps.now,
    onUnexpected: (error) => unexpected.push(error),
  });
  return { acceptLogs, handle, published, unexpected };
}
