import { Problem } from './problem.js';
import type { Route } from './router.js';

/** The explanation of an unknown path, and the route whose form it takes. */
export interface NotFound {
  problem: Problem;
  meant: Route | undefined;
}

/**
 * Explains unknown paths. The commonest misconfigurations are an endpoint that ends with a slash, that
 * already ends with the path, or that has another path before it. `find` returns the route at a path.
 */
export function createNotFound(
  routes: readonly Route[],
  find: (path: string) => Route | undefined,
): (path: string) => NotFound {
  /** Paths that take logs, longest first, so that no path is mistaken for the end of a longer one. */
  const fixed = routes
    .filter(({ path, failure }) => failure !== undefined && path !== '/' && !path.includes('{'))
    .toSorted((a, b) => b.path.length - a.path.length);

  return (path) => {
    const single = path.replaceAll(/\/{2,}/g, '/');
    const atSingle = single === path ? undefined : find(single);
    if (atSingle !== undefined) {
      const detail = `The path has two slashes: configure the endpoint without the slash at its end, so that logs go to ${single}.`;
      return notFound(detail, atSingle);
    }
    const below = single.replace(/^\/ingest(?=\/)/, '').replace(/(?<=.)\/$/, '');
    const [, half = ''] = /^(\/.+)\1$/.exec(below) ?? [];
    const atHalf = half === '' ? undefined : find(half);
    if (atHalf !== undefined) {
      const detail = `The path is doubled: configure the endpoint without ${half}, which the client appends.`;
      return notFound(detail, atHalf);
    }
    const atEnd = fixed.find((route) => below.endsWith(route.path));
    if (atEnd !== undefined) {
      const before = below.slice(0, -atEnd.path.length);
      const detail = `There is nothing at this path: configure the endpoint without ${before}, so that logs go to ${atEnd.path}.`;
      return notFound(detail, atEnd);
    }
    const meant = routes.find(({ kin }) => kin?.test(below) === true);
    if (OTHER_SIGNAL.test(below)) {
      return notFound('This address accepts only logs: POST them to /v1/logs.', meant);
    }
    return notFound(
      `There is nothing at this path: POST logs to ${meant?.path ?? '/ingest'}.`,
      meant,
    );
  };
}

const OTHER_SIGNAL = /^\/v1(?:development)?\/(?:traces|metrics|profiles)$/;

function notFound(detail: string, meant: Route | undefined): NotFound {
  return { problem: new Problem('not_found', detail), meant };
}
