import { createRequire } from 'node:module';

/**
 * A `Domain` that receives no errors: functions-framework creates it, runs functions in it and binds
 * their responses to it. Node 22 enters and exits `process.domain` around each callback.
 */
const NONE = {
  on: () => NONE,
  run: (act: () => unknown) => act(),
  bind: <Bound>(act: Bound): Bound => act,
  enter: () => {},
  exit: () => {},
  add: () => {},
  remove: () => {},
};

/**
 * Keeps functions-framework from running each request in a `node:domain`. Once one exists, Node runs
 * hooks whenever a promise is created, continued or settled, for the rest of the process's life: a
 * quarter of a request's CPU time. A domain catches what a handler throws outside its promise. Ours has
 * no such code, and what a library throws there ends the process with or without a domain, so Pub/Sub
 * redelivers. Call once, when the module loads: by then the framework has loaded `node:domain`, but has
 * not created a domain.
 */
export function avoidDomain(): void {
  // Not in a process that never loaded it, such as the emulator's: loading it changes every emitter.
  if (!('domain' in process)) return;
  const domain: object = createRequire(import.meta.url)('node:domain');
  Reflect.set(domain, 'create', () => NONE);
  // The framework takes it for its current domain.
  Reflect.set(process, 'domain', NONE);
}
