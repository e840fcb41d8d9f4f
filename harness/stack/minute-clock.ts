import { fileURLToPath } from 'node:url';

const PRELOAD = fileURLToPath(new URL('./minute-clock-preload.mjs', import.meta.url));

/**
 * Environment for instances of `ingest` that stay within one minute, the same for all of them: no quota
 * starts anew, and no key is looked up again. `nodeOptions` are added to `NODE_OPTIONS`.
 */
export function inOneMinute(nodeOptions = ''): Record<string, string> {
  return {
    NODE_OPTIONS: `${nodeOptions} --import ${PRELOAD}`.trim(),
    CLOCK_MINUTE: String(Math.floor(Date.now() / 60_000)),
  };
}

/** Whether a lease failed, so that the instance handed out a share of a quota on its own. */
export function leaseFailed({ output }: { output: readonly string[] }): boolean {
  return output.includes('a lease failed');
}
