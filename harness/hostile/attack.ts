import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import type { FunctionServer } from '../stack/function-server.js';
import { peakMemoryMb, resetPeak } from '../support/peak-memory.js';
import type { HostileBody } from './bodies.js';

/** What a hostile body did to an instance, and to a neighbour on it. */
export interface Damage {
  statuses: number[];
  /** Of the largest answer. */
  answerBytes: number;
  /** Processor time of the instance for each of them, the neighbour's requests included. */
  cpuMs: number;
  /** Of the instance, in all. */
  peakMb: number;
  neighbour: {
    statuses: number[];
    /** Its longest wait. */
    waitMs: number;
    /** Whether it was answered while the hostile ones were in work. */
    wasServed: boolean;
  };
}

export interface AttackOptions {
  /** How many are sent at once. */
  count: number;
  /** Headers by which a sender is known: `noisy` sends the bodies, `quiet` is the neighbour. */
  headers: { noisy: Record<string, string>; quiet: Record<string, string> };
}

/** Sends a hostile body so many times at once, and a neighbour's logs one after another meanwhile. */
export async function attack(
  server: FunctionServer,
  { path, type, body: make }: HostileBody,
  { count, headers }: AttackOptions,
): Promise<Damage> {
  const body = make();
  const post = async (to: string, own: Record<string, string>, sent: Buffer | string) => {
    const response = await fetch(`${server.url}${to}`, {
      method: 'POST',
      headers: { 'content-type': to === path && sent === body ? type : 'text/plain', ...own },
      body: sent,
    });
    return { status: response.status, bytes: (await response.arrayBuffer()).byteLength };
  };

  resetPeak(server.pid);
  const before = cpuMs(server.pid);
  const over = new AbortController();
  const neighbour = { statuses: [] as number[], waitMs: 0, wasServed: false };
  const asking = (async () => {
    while (!over.signal.aborted) {
      const begun = performance.now();
      const { status } = await post('/ingest', headers.quiet, 'a log of a neighbour');
      neighbour.statuses.push(status);
      neighbour.waitMs = Math.max(neighbour.waitMs, performance.now() - begun);
      if (!over.signal.aborted) neighbour.wasServed = true;
      await sleep(5);
    }
  })();
  const answers = await Promise.all(
    Array.from({ length: count }, () => post(path, headers.noisy, body)),
  );
  over.abort();
  await asking;
  return {
    statuses: answers.map(({ status }) => status),
    answerBytes: Math.max(...answers.map(({ bytes }) => bytes)),
    cpuMs: (cpuMs(server.pid) - before) / count,
    peakMb: peakMemoryMb(server.pid),
    neighbour,
  };
}

/** Linux counts processor time in hundredths of a second; elsewhere NaN. */
function cpuMs(pid: number): number {
  try {
    // The name of the program, in brackets, may hold spaces.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return NaN;
  }
}
