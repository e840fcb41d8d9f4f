import { readFileSync, writeFileSync } from 'node:fs';

/** The most memory that a process held since {@link resetPeak}, in MB. Linux tells; elsewhere 0. */
export function peakMemoryMb(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Begins anew with what it holds now: https://docs.kernel.org/filesystems/proc.html */
export function resetPeak(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
  } catch {
    // Then the peak is that of the process's whole life, which no check is the looser for.
  }
}
