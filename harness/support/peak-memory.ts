import { readFileSync, writeFileSync } from 'node:fs';

/** Peak memory of a process since {@link resetPeak}, in MB. Known on Linux only; elsewhere 0. */
export function peakMemoryMb(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Resets the peak to current usage: https://docs.kernel.org/filesystems/proc.html */
export function resetPeak(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
  } catch {
    // The peak is then that of the process's whole life, which makes no check looser.
  }
}
