/** Aborted by Ctrl-C, so that a command ends between two steps; a second Ctrl-C ends it at once. */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => controller.abort());
  }
  return controller.signal;
}

/** What a shell gives for a command that Ctrl-C ended. */
export const INTERRUPTED_EXIT_CODE = 130;
