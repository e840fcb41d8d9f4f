import type { LogMessage } from '../../src/contract/log-message.js';
import { authenticateNobody } from '../../src/ingest/admission/authenticate.js';
import { own } from '../../src/ingest/formats/own/own.js';
import { createCors } from '../../src/ingest/http/cors.js';
import type { IngestRequest } from '../../src/ingest/http/http.js';
import { createWithBody } from '../../src/ingest/http/read-body.js';
import { createRouter } from '../../src/ingest/http/router.js';
import { createIntake, type IntakeDeps } from '../../src/ingest/intake.js';
import { createRoutes, type IntakeRoute } from '../../src/ingest/routes.js';

export const NOW = new Date('2024-01-15T10:30:00.123Z');

/**
 * The intake without its surroundings: what it publishes is kept, and open unless said. With
 * `routes` it takes these ways to send logs in the place of the gateway's.
 */
export function intake(overrides: Partial<IntakeDeps> = {}, routes?: readonly IntakeRoute[]) {
  const published: LogMessage[] = [];
  const unexpected: unknown[] = [];
  const deps: IntakeDeps = {
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
  const handler = createIntake(deps)(own);
  const acceptLogs = (request: IngestRequest) => handler(request, {});
  const handle = createRouter({
    routes: createRoutes({ ...deps, readStatus: () => Promise.resolve({}) }, routes),
    cors: createCors([]),
    onUnexpected: (error) => unexpected.push(error),
  });
  return { acceptLogs, handle, published, unexpected };
}
