import type { IntakeRouteName } from '../contract/routes.js';
import type { Format } from './formats/format.js';
import { otlp } from './formats/otlp/otlp.js';
import { own } from './formats/own/own.js';
import { createHealth, sayHow, serveOpenApi } from './http/about.js';
import { createLogStatus, type LogStatusDeps } from './http/log-status.js';
import { problemResponse } from './http/problem.js';
import type { Route } from './http/router.js';
import { createIntake, type IntakeDeps } from './intake.js';

/** Where logs of a format are sent to. */
export interface IntakeRoute {
  path: string;
  method: 'POST' | 'PUT';
  name: IntakeRouteName;
  format: Format;
}

/** Every way to send logs. A further protocol is a line here and its folder in `formats/`. */
export const INTAKE: readonly IntakeRoute[] = [
  // The function's own URL ends in /ingest, so that its root is that path.
  { path: '/', method: 'POST', name: 'ingest', format: own },
  { path: '/ingest', method: 'POST', name: 'ingest', format: own },
  { path: '/v1/logs', method: 'POST', name: 'otlp', format: otlp },
];

/** All that the HTTP API serves. */
export function createRoutes(
  deps: IntakeDeps & LogStatusDeps,
  intake: readonly IntakeRoute[] = INTAKE,
): Route[] {
  const take = createIntake(deps);
  const get = { method: 'GET' } as const;
  return [
    ...intake.map(({ format, ...route }): Route => ({
      ...route,
      handler: take(format),
      failure: (problem, request) => format.failure?.(problem, request) ?? problemResponse(problem),
    })),
    ...probes(intake).map(({ path, name }): Route => ({
      path,
      name,
      method: 'GET',
      handler: sayHow,
    })),
    { path: '/v1/logs/{log_id}', ...get, name: 'status', handler: createLogStatus(deps) },
    { path: '/openapi.json', ...get, name: 'openapi', handler: serveOpenApi },
    { path: '/health', ...get, name: 'health', handler: createHealth(deps.now) },
  ];
}

/** Shippers ask these paths whether something is there; where a format has an answer, it gives it. */
function probes(intake: readonly IntakeRoute[]): Pick<IntakeRoute, 'path' | 'name'>[] {
  const paths = new Map(intake.map(({ path, name }) => [path, { path, name }]));
  return [...paths.values()];
}
