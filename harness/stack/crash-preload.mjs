// Preloaded into a function: kills its process, once, at the step that the file CRASH_FILE names. The
// built code runs as it is; the hooks below put a call behind or before the functions of a step.
import { readFileSync, unlinkSync } from 'node:fs';
import { register } from 'node:module';

globalThis.crashPoint = (point) => {
  const { CRASH_FILE } = process.env;
  try {
    if (readFileSync(CRASH_FILE, 'utf8') !== point) return;
    unlinkSync(CRASH_FILE);
  } catch {
    return;
  }
  process.kill(process.pid, 'SIGKILL');
};

register('./crash-hooks.mjs', import.meta.url);
