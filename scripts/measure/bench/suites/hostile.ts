import { attack } from '../../../../harness/hostile/attack.js';
import { HOSTILE_BODIES } from '../../../../harness/hostile/bodies.js';
import { IN_512_MIB } from '../../../../harness/hostile/instance.js';
import { serveFunction } from '../../../../harness/stack/function-server.js';
import { type Measured, spreadOf } from '../rounds.js';
import type { Bench, Goal, Suite, SuiteResult } from '../suite.js';

/** Warm-up requests to a new instance, so that compilation is not measured. */
const WARM_UP = 300;

const HEADERS = { noisy: { 'x-tenant-id': 'noisy' }, quiet: { 'x-tenant-id': 'quiet' } };

/** The cost of bodies designed to be expensive, each at an instance of its own. */
export const hostile: Suite = { googles: ['emulators'], run: measure };

async function measure({ env, onStep }: Bench): Promise<SuiteResult> {
  const measured: Measured[] = [];
  const goals: Goal[] = [];
  for (const body of HOSTILE_BODIES) {
    onStep(body.name);
    const server = await serveFunction('ingest', { ...env, ...IN_512_MIB });
    try {
      for (let sent = 0; sent < WARM_UP; sent += 1) {
        await fetch(server.url, { method: 'POST', headers: HEADERS.quiet, body: 'a log' });
      }
      const damage = await attack(server, body, { count: 1, headers: HEADERS });
      const figures = {
        'CPU ms': damage.cpuMs,
        'answer KiB': damage.answerBytes / 1024,
        'peak MB': damage.peakMb,
        'neighbour ms': damage.neighbour.waitMs,
        status: damage.statuses[0] ?? NaN,
      };
      const entries = Object.entries(figures).map(([name, figure]) => [name, spreadOf([figure])]);
      measured.push({ name: body.name, figures: Object.fromEntries(entries), ratios: {} });
      for (const [figure, atMost] of [
        ['CPU ms', 1_000],
        ['answer KiB', 256],
        ['peak MB', 450],
        ['neighbour ms', 1_000],
      ] as const) {
        if (figures[figure] <= atMost) continue;
        goals.push({ what: `${body.name}, ${figure}`, ratio: figures[figure], goal: { atMost } });
      }
    } finally {
      await server.stop();
    }
  }
  return {
    title: 'Hostile bodies: one request, at an instance of its own, and a neighbour beside it',
    measured,
    goals,
    notes: ['Goals: 1,000 ms, 256 KiB, 450 MB, 1,000 ms. Only what misses one is named.'],
  };
}
