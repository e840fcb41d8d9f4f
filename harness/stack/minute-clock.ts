import { fileURLToPath } from 'node:url';

const PRELOAD = fileURLToPath(new URL('./minute-clock-preload.mjs', import.meta.url));

/**
 * For instances of `ingest`: what they count by the minute stays in one, the same for all of them, and
 * they look up no key again. With further options for Node.
 */
export function inOneMinute(nodeOptions = ''): Record<string, string> {
  return {
    NODE_OPTIONS: `${nodeOptions} --import ${PRELOAD}`.trim(),
    CLOCK_MINUTE: String(Math.floor(Date.now() / 60_000)),
  };
}

/** Whether a lease of the instance failed, so that it handed out a share of a quota on its own. */
export function leaseFailed({ output }: { output: readonly string[] }): boolean {
  return output.includes('a lease failed');
}
