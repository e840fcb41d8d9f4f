import { createRequire } from 'node:module';

/**
 * A `Domain` that hears of no error: functions-framework makes it, runs functions in it and binds their
 * answers to it. Node 22 enters and leaves what `process.domain` names around each callback.
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
 * Keeps functions-framework from running each request in a `node:domain`. Once there is one, Node calls
 * a hook at every promise's beginning, turn and end, for as long as the process lives: a quarter of a
 * request's processor time. A domain is there for what a handler throws outside of its promise; ours
 * has no such code, and what a library throws into the void ends the process with or without it, so
 * that Pub/Sub delivers again. Call once, when the module loads: by then the framework has the module,
 * and has made no domain.
 */
export function avoidDomain(): void {
  // Not in a process that never loaded it, as the emulator's: loading it changes every emitter.
  if (!('domain' in process)) return;
  const domain: object = createRequire(import.meta.url)('node:domain');
  Reflect.set(domain, 'create', () => NONE);
  // Which the framework takes for the one that it is in.
  Reflect.set(process, 'domain', NONE);
}
