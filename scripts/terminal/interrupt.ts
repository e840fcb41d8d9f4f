/** A shell's exit code for a command ended by Ctrl-C. */
export const INTERRUPTED_EXIT_CODE = 130;

export interface Interrupts {
  /** For the next phase of a command: aborted by the first Ctrl-C within it. */
  phase(): AbortSignal;
}

/** A signal may come twice: from the terminal, and from the npm above that passes it on. */
const SAME_MS = 500;

/** Ctrl-C ends the current phase, and the command continues to its report; a second one ends all. */
export function handleInterrupts(): Interrupts {
  let current = new AbortController();
  let abortedAt = 0;
  const interrupt = () => {
    if (!current.signal.aborted) {
      abortedAt = Date.now();
      current.abort();
    } else if (Date.now() - abortedAt > SAME_MS) {
      process.exit(INTERRUPTED_EXIT_CODE);
    }
  };
  // They stay: without a listener, the code that restores the terminal's cursor ends the process.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, interrupt);
  return {
    phase: () => {
      current = new AbortController();
      return current.signal;
    },
  };
}

/** Aborted by Ctrl-C, so that a command ends between two steps; a second Ctrl-C ends it at once. */
export function interruptSignal(): AbortSignal {
  return handleInterrupts().phase();
}
