/** What a shell gives for a command that Ctrl-C ended. */
export const INTERRUPTED_EXIT_CODE = 130;

/** Aborted by Ctrl-C, so that a command ends between two steps; a second Ctrl-C ends it at once. */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(INTERRUPTED_EXIT_CODE);
    controller.abort();
  };
  // They stay: where nobody listens any more, what gives a terminal its cursor back ends the process.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, interrupt);
  return controller.signal;
}
