const room = (name: string) => `functions/src/${name}`;

/** What a request, a message or an admin's call passes through. Each owns its ports. */
const ROOMS = ['ingest', 'process', 'dead-letter', 'console', 'search', 'alerts', 'tenants'].map(
  room,
);

/**
 * The parts of the project from the top down. A file may import from its own part and from the
 * layers below; `check.ts` finds violations.
 */
export const LAYERS: readonly (readonly string[])[] = [
  ['web/src'],
  ['scripts'],
  ['harness'],
  [room('index.ts')],
  [room('entry')],
  [room('adapters')],
  ROOMS,
  [room('redact')],
  [room('telemetry')],
  [room('contract')],
  [room('lib')],
  [room('config.ts')],
  [room('parameters.ts')],
  [room('limits.ts'), room('version.ts')],
];

/** What a part may also import: rooms of its own layer that it builds on. */
export const BESIDE: Readonly<Record<string, readonly string[]>> = {
  [room('ingest')]: [room('tenants')],
  [room('process')]: [room('search'), room('tenants')],
  [room('alerts')]: [room('search'), room('tenants')],
  [room('dead-letter')]: [room('tenants')],
  [room('console')]: [room('alerts'), room('dead-letter'), room('search'), room('tenants')],
};

/** From these layers below a part may import only types: adapters implement ports. */
export const TYPES_ONLY: Readonly<Record<string, readonly string[]>> = {
  [room('adapters')]: ROOMS,
};

/** Tests may import anything; nothing else may import a test. */
export const TEST = /(?:^|\/)test\/|\.spec\.tsx?$/;
