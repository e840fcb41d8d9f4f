import { readFileSync } from 'node:fs';

/** What a process has used since it started; known on Linux only, elsewhere NaN. */
export interface Usage {
  cpuSeconds: number;
  /** Resident now, and at most so far, in MB. */
  memoryMb: number;
  peakMemoryMb: number;
}

/** Linux counts processor time in these, whatever the kernel's own clock (proc(5)). */
const TICKS_PER_SECOND = 100;

export function usageOf(pid: number): Usage {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kib = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]);
    // The name of the program, in brackets, may hold spaces.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return {
      cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND,
      memoryMb: kib('VmRSS') / 1024,
      peakMemoryMb: kib('VmHWM') / 1024,
    };
  } catch {
    return { cpuSeconds: NaN, memoryMb: NaN, peakMemoryMb: NaN };
  }
}
