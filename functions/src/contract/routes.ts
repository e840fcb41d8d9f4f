import { type Source, SOURCE_TABLE } from './sources.js';

export type IntakeRouteName = (typeof SOURCE_TABLE)[Source]['route'];

/** The ways to send logs, under the names that the gateway's own logs use. */
export const INTAKE_ROUTES: readonly IntakeRouteName[] = [
  ...new Set(Object.values(SOURCE_TABLE).map(({ route }) => route)),
];

const OTHER_ROUTES = ['status', 'openapi', 'health', 'none'] as const;

/** What a request can be for; `none` is a path that does not exist. */
export const ROUTES: readonly RouteName[] = [...INTAKE_ROUTES, ...OTHER_ROUTES];

export type RouteName = IntakeRouteName | (typeof OTHER_ROUTES)[number];

export function isIntakeRoute(name: RouteName): name is IntakeRouteName {
  return (INTAKE_ROUTES as readonly RouteName[]).includes(name);
}
