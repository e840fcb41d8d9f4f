declare global {
  // oxlint-disable-next-line no-namespace
  namespace NodeJS {
    interface Process {
      /** The active `node:domain`, in a process that loaded that module. */
      readonly domain?: { exit(): void } | null;
    }
  }
}

/**
 * Takes the rest of a request out of the `node:domain` that functions-framework runs it in. A
 * domain marks every promise made in it, which took a third of the time of a request. It is there
 * for what a handler throws outside of its promise; ours has no such code, and what a library
 * throws into the void ends the process with or without it, so that Pub/Sub delivers again.
 */
export function leaveDomain(): void {
  process.domain?.exit();
}
