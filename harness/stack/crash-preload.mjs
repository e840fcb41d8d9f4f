// Preloaded into a worker: kills its process for good, once, at the step that CRASH_AT names. The
// built code runs as it is; the hooks below put a call behind or before the functions of a step.
import { existsSync, writeFileSync } from 'node:fs';
import { register } from 'node:module';

globalThis.crashPoint = (point) => {
  const { CRASH_AT, CRASH_MARKER } = process.env;
  if (point !== CRASH_AT || existsSync(CRASH_MARKER)) return;
  writeFileSync(CRASH_MARKER, point);
  process.kill(process.pid, 'SIGKILL');
};

register('./crash-hooks.mjs', import.meta.url);
