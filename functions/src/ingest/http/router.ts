import type { RouteName } from '../../telemetry/events.js';
import { VERSION } from '../../version.js';
import type { Cors } from './cors.js';
import { type Handler, type IngestRequest, type IngestResponse, json } from './http.js';
import { Problem, problemResponse } from './problem.js';

/** What is at a path: `{name}` in it stands for one part, which its handlers get. */
export interface Route {
  path: string;
  /** What the request is for, in the gateway's own logs. */
  name: RouteName;
  methods: Readonly<Record<string, Handler>>;
  /** How this route says what went wrong; without one, as `application/problem+json`. */
  failure?: (problem: Problem, request: IngestRequest) => IngestResponse | Promise<IngestResponse>;
}

export interface RouterDeps {
  routes: readonly Route[];
  cors: Cors;
  now: () => Date;
  /** Told of every throw that is not a {@link Problem}; must not log what the request holds. */
  onUnexpected: (error: unknown, request: IngestRequest) => void;
}

type Match = { route: Route; parameters: Record<string, string> };

/** Answers every request, whatever is thrown: the platform would turn a throw into plain text. */
export function createRouter({ routes, cors, now, onUnexpected }: RouterDeps) {
  const health: Handler = () => {
    const timestamp = now().toISOString();
    return Promise.resolve(
      json(200, { status: 'healthy', service: 'ingest', version: VERSION, timestamp }),
    );
  };
  const find = createFinder([
    ...routes,
    { path: '/health', name: 'health', methods: { GET: health } },
  ]);

  return async (request: IngestRequest): Promise<IngestResponse> =>
    cors.allow(request, await answer(request));

  async function answer(request: IngestRequest): Promise<IngestResponse> {
    const match = find(request.path);
    if (match !== undefined) request.facts.route = match.route.name;
    try {
      if (match === undefined) {
        throw new Problem('not_found', 'There is nothing at this path: POST logs to /ingest.');
      }
      const { route, parameters } = match;
      const methods = allowed(route);
      if (request.method === 'OPTIONS') return cors.preflight(request, methods);
      // Node leaves the body of an answer to HEAD out.
      const method = request.method === 'HEAD' ? 'GET' : request.method;
      const handler = Object.hasOwn(route.methods, method) ? route.methods[method] : undefined;
      if (handler === undefined) {
        const allow = methods.join(', ');
        throw new Problem('method_not_allowed', `Use ${allow} here.`, { headers: { allow } });
      }
      if (request.refusal !== undefined) throw request.refusal;
      return await handler(request, parameters);
    } catch (error) {
      const problem = error instanceof Problem ? error : unexpected(error, request);
      request.facts.reason = problem.code;
      return match?.route.failure?.(problem, request) ?? problemResponse(problem);
    }
  }

  function unexpected(error: unknown, request: IngestRequest): Problem {
    onUnexpected(error, request);
    return new Problem('internal_error', 'The gateway failed; nothing was accepted. Try again.');
  }
}

function allowed({ methods }: Route): string[] {
  return [...Object.keys(methods), ...(methods['GET'] ? ['HEAD'] : []), 'OPTIONS'];
}

/** Fixed paths are looked up; only what is none of them is held against the patterns. */
function createFinder(routes: readonly Route[]): (path: string) => Match | undefined {
  const hasParameter = ({ path }: Route) => path.includes('{');
  const fixed = new Map(
    routes
      .filter((route) => !hasParameter(route))
      .map((route) => [route.path, { route, parameters: {} }]),
  );
  const patterns = routes.filter(hasParameter).map((route) => ({
    route,
    pattern: new RegExp(`^${route.path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
  }));

  return (sent) => {
    const path = sent.replace(/(?<=.)\/$/, '');
    // Behind a rewrite of Hosting the path still begins with the function's name.
    const below = path.replace(/^\/ingest(?=\/)/, '');
    const exact = fixed.get(below);
    if (exact !== undefined) return exact;
    for (const { route, pattern } of patterns) {
      const { groups } = pattern.exec(below) ?? {};
      if (groups !== undefined) return { route, parameters: { ...groups } };
    }
    return undefined;
  };
}
