import type { Run } from './mocha.js';

/** More than these are no coincidence. */
const MOST_FILES = 3;

/**
 * The spec files that deserve a second run, alone: a few among suites that ran side by side, where a
 * machine that stands still for seconds fails whatever waits just then. Empty if nothing failed, if much
 * did, or if mocha broke off, which leaves unknown what did.
 */
export function filesToRunOnceMore(runs: Run[]): string[] {
  const files = new Set<string>();
  for (const { code, failedFiles } of runs) {
    if (code === 0) continue;
    if (failedFiles === undefined || failedFiles.length === 0) return [];
    for (const file of failedFiles) files.add(file);
  }
  return files.size > MOST_FILES || files.has('') ? [] : [...files];
}
