import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { cpus, loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

import { listen } from '../../../harness/stack/listen.js';

/** What figures depend on besides the code. */
export interface Machine {
  cores: number;
  model: string;
  node: string;
  /** Processor time of one system call, a read of a byte from `/dev/zero`, in microseconds. */
  syscallMicros: number;
  /** Of one round trip over the loopback, of both ends together, in microseconds. */
  roundTripMicros: number;
  /** Share of all cores that others used before anything was started here; 1 is all of them. */
  busyBefore: number;
  /** Load average of the last minute, by then. */
  loadBefore: number;
}

/** If others use more than this, no verdict is given. */
const BUSY = 0.1;

export const isBusy = ({ busyBefore }: Machine) => busyBefore > BUSY;

/** Examines the machine before the benchmark runs. */
export async function examineMachine(): Promise<Machine> {
  const [loadBefore = NaN] = loadavg();
  const busyBefore = await busyShare(WATCHED_MS);
  return {
    cores: cpus().length,
    model: cpus()[0]?.model ?? 'unknown',
    node: process.version,
    syscallMicros: timeSyscall(),
    roundTripMicros: await timeRoundTrip(),
    busyBefore,
    loadBefore,
  };
}

export function describeMachine(machine: Machine): string {
  const { cores, model, node, syscallMicros, roundTripMicros, busyBefore, loadBefore } = machine;
  return [
    `${cores} cores (${model}), Node ${node.slice(1)}`,
    `a system call takes ${syscallMicros.toFixed(2)} µs, a round trip over the loopback ${roundTripMicros.toFixed(0)} µs of processor time`,
    `before the start ${(busyBefore * 100).toFixed(0)} % of the cores were in use, load ${loadBefore.toFixed(2)}`,
  ].join('; ');
}

const WATCHED_MS = 3_000;

/** NaN if the system does not tell, which counts as quiet. */
async function busyShare(ms: number): Promise<number> {
  const before = readTicks();
  await sleep(ms);
  const after = readTicks();
  return (after.busy - before.busy) / (after.all - before.all);
}

/** Of all cores since the machine started (proc(5)); time that the host took away counts as busy. */
function readTicks(): { busy: number; all: number } {
  try {
    const line = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0] ?? '';
    const ticks = line.split(/\s+/).slice(1, 9).map(Number);
    const all = ticks.reduce((sum, count) => sum + count, 0);
    const [, , , idle = NaN, waiting = NaN] = ticks;
    return { busy: all - idle - waiting, all };
  } catch {
    return { busy: NaN, all: NaN };
  }
}

const CALLS = 100_000;

function timeSyscall(): number {
  const file = openSync(process.platform === 'win32' ? process.execPath : '/dev/zero', 'r');
  const buffer = Buffer.alloc(1);
  const read = () => {
    for (let call = 0; call < CALLS; call += 1) readSync(file, buffer, 0, 1, 0);
  };
  try {
    // Once to be compiled.
    read();
    return cpuMicros(process.cpuUsage(), read) / CALLS;
  } finally {
    closeSync(file);
  }
}

function cpuMicros(before: NodeJS.CpuUsage, act: () => void): number {
  act();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

const TRIPS = 5_000;

async function timeRoundTrip(): Promise<number> {
  const server = createServer((socket) => socket.pipe(socket));
  const port = await listen(server);
  const before = process.cpuUsage();
  await new Promise<void>((resolve) => {
    let trips = 0;
    const socket = connect(port, '127.0.0.1', () => socket.write('x'));
    socket.on('data', () => {
      trips += 1;
      if (trips < TRIPS) {
        socket.write('x');
      } else {
        socket.destroy();
        resolve();
      }
    });
  });
  const { user, system } = process.cpuUsage(before);
  server.close();
  return (user + system) / TRIPS;
}
