/** Ways to send logs, by the name that they have in the gateway's own logs. */
export const INTAKE_ROUTES = ['ingest', 'otlp'] as const;

export type IntakeRouteName = (typeof INTAKE_ROUTES)[number];

/** What a request can be for; `none` is a path where nothing is. */
export const ROUTES = [...INTAKE_ROUTES, 'status', 'openapi', 'health', 'none'] as const;

export type RouteName = (typeof ROUTES)[number];

export function isIntakeRoute(name: RouteName): name is IntakeRouteName {
  return (INTAKE_ROUTES as readonly RouteName[]).includes(name);
}
