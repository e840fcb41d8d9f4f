import type { RouteName } from '../../contract/routes.js';
import type { Cors } from './cors.js';
import type { Handler, IngestRequest, IngestResponse } from './http.js';
import { createNotFound } from './not-found.js';
import { Problem, problemResponse } from './problem.js';

/** What a path serves for one method. */
export interface Route {
  /** `{name}` in it stands for one part, which the handler gets. */
  path: string;
  method: string;
  /** What the request is for, in the gateway's own logs. */
  name: RouteName;
  handler: Handler;
  /** How this route reports errors; `application/problem+json` by default. */
  failure?: (problem: Problem, request: IngestRequest) => IngestResponse | Promise<IngestResponse>;
  /** Unknown paths that are answered in this route's form: they are its protocol's. */
  kin?: RegExp;
}

export interface RouterDeps {
  routes: readonly Route[];
  cors: Cors;
  /** Told of every throw that is not a {@link Problem}; must not log what the request holds. */
  onUnexpected: (error: unknown, request: IngestRequest) => void;
}

/** The routes of a path by their methods. */
interface Place {
  path: string;
  first: Route;
  methods: Map<string, Route>;
}

type Match = { place: Place; parameters: Record<string, string> };

/** Answers every request, whatever is thrown: the platform would turn a throw into plain text. */
export function createRouter({ routes, cors, onUnexpected }: RouterDeps) {
  const find = createFinder(places(routes));
  const explain = createNotFound(routes, (path) => find(path)?.place.first);

  return async (request: IngestRequest): Promise<IngestResponse> =>
    cors.allow(request, await answer(request));

  async function answer(request: IngestRequest): Promise<IngestResponse> {
    const match = find(request.path);
    // Node leaves the body of an answer to HEAD out.
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const route = match?.place.methods.get(method) ?? match?.place.first;
    if (route !== undefined) request.facts.route = route.name;
    if (match === undefined || route === undefined) {
      const { problem, meant } = explain(request.path);
      request.facts.reason = problem.code;
      return meant?.failure?.(problem, request) ?? problemResponse(problem);
    }
    try {
      const methods = allowed(match.place);
      if (request.method === 'OPTIONS') return cors.preflight(request, methods);
      if (route.method !== method) {
        const allow = methods.join(', ');
        throw new Problem('method_not_allowed', `Use ${allow} here.`, { headers: { allow } });
      }
      if (request.refusal !== undefined) throw request.refusal;
      return await route.handler(request, match.parameters);
    } catch (error) {
      const problem = error instanceof Problem ? error : unexpected(error, request);
      request.facts.reason = problem.code;
      request.facts.limit = problem.limit;
      return route.failure?.(problem, request) ?? problemResponse(problem);
    }
  }

  function unexpected(error: unknown, request: IngestRequest): Problem {
    onUnexpected(error, request);
    return new Problem('internal_error', 'The gateway failed; nothing was accepted. Try again.');
  }
}

function allowed({ methods }: Place): string[] {
  return [...methods.keys(), ...(methods.has('GET') ? ['HEAD'] : []), 'OPTIONS'];
}

function places(routes: readonly Route[]): Place[] {
  const found = new Map<string, Place>();
  for (const route of routes) {
    const { path, method } = route;
    const place = found.get(path) ?? { path, first: route, methods: new Map() };
    found.set(path, place);
    if (place.methods.has(method)) throw new Error(`${method} ${path} is routed twice`);
    place.methods.set(method, route);
  }
  return [...found.values()];
}

/** An index of Elasticsearch begins with no underscore, as its own paths do. */
function partPattern(_part: string, name: string): string {
  return name === 'index' ? `(?<${name}>[^/_][^/]*)` : `(?<${name}>[^/]+)`;
}

/** Fixed paths are looked up; only the others are matched against the patterns. */
function createFinder(known: readonly Place[]): (path: string) => Match | undefined {
  const hasParameter = ({ path }: Place) => path.includes('{');
  const fixed = new Map(
    known
      .filter((place) => !hasParameter(place))
      .map((place) => [place.path, { place, parameters: {} }]),
  );
  const patterns = known.filter(hasParameter).map((place) => ({
    place,
    pattern: new RegExp(`^${place.path.replaceAll(/\{(\w+)\}/g, partPattern)}$`),
  }));

  return (sent) => {
    const path = sent.replace(/(?<=.)\/$/, '');
    // Behind a rewrite of Hosting the path still begins with the function's name.
    const below = path.replace(/^\/ingest(?=\/)/, '');
    const exact = fixed.get(below);
    if (exact !== undefined) return exact;
    for (const { place, pattern } of patterns) {
      const { groups } = pattern.exec(below) ?? {};
      if (groups !== undefined) return { place, parameters: { ...groups } };
    }
    return undefined;
  };
}
