import { VERSION } from '../version.js';
import { type IngestRequest, type IngestResponse, json } from './http.js';
import { Problem, problemResponse } from './problem.js';

type Handler = (request: IngestRequest) => Promise<IngestResponse>;

export interface RouterDeps {
  acceptLog: Handler;
  now: () => Date;
  /** Told of every throw that is not a {@link Problem}; must not log what the request holds. */
  onUnexpected: (error: unknown) => void;
}

/** Answers every request, whatever is thrown: the platform would turn a throw into plain text. */
export function createRouter({ acceptLog, now, onUnexpected }: RouterDeps): Handler {
  const health: Handler = () =>
    Promise.resolve(
      json(200, {
        status: 'healthy',
        service: 'ingest',
        version: VERSION,
        timestamp: now().toISOString(),
      }),
    );
  const ingest = { POST: acceptLog };
  const routes: Readonly<Record<string, Readonly<Record<string, Handler>>>> = {
    // The function's own URL ends in /ingest, so that its root is that path.
    '/': ingest,
    '/ingest': ingest,
    '/health': { GET: health, HEAD: health },
  };

  return async (request) => {
    try {
      const path = request.path.replace(/(?<=.)\/$/, '');
      const methods = Object.hasOwn(routes, path) ? routes[path] : undefined;
      if (methods === undefined) {
        throw new Problem('not_found', 'There is nothing at this path: POST logs to /ingest.');
      }
      const handler = Object.hasOwn(methods, request.method) ? methods[request.method] : undefined;
      if (handler === undefined) {
        const allow = Object.keys(methods).join(', ');
        throw new Problem('method_not_allowed', `Use ${allow} here.`, { headers: { allow } });
      }
      return await handler(request);
    } catch (error) {
      if (error instanceof Problem) return problemResponse(error);
      onUnexpected(error);
      return problemResponse(
        new Problem('internal_error', 'The gateway failed; the log was not accepted. Try again.'),
      );
    }
  };
}
