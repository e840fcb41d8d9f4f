import { createRandom, type Random } from '../../../harness/support/random.js';
import type { Indexes } from '../cost/index-entries.js';
import { Tablets } from './tablets.js';
import { keyOf, tablesOf, type Write } from './write-keys.js';

export interface Scenario {
  logsPerSecond: number;
  /** That share the load evenly. */
  tenants: number;
  /** Of each tenant. */
  shards: number;
  /** `ramped`: begins at 500 a second and grows by half every 5 minutes. */
  start: 'at once' | 'ramped';
  minutes: number;
  seed: number;
}

export interface Outcome {
  /** Logs stored a second in the last ten minutes. */
  storedPerSecond: number;
  /** Logs waiting at the end, and the maximum ever waiting. */
  waiting: number;
  mostWaiting: number;
  /** First minute from which nothing waits; absent if something waits at the end. */
  settledAtMinute?: number;
  /** Minutes to store the backlog at the rate of the last ten. */
  delayMinutes: number;
  /** Key ranges at the end, all tables together. */
  tablets: number;
  /** `catching up`: a backlog remains at the end, but it shrinks. */
  verdict: 'holds' | 'catching up' | 'falls behind';
}

/**
 * What a key range can take, and what Firestore asks not to exceed at first: 500 writes a second.
 * https://firebase.google.com/docs/firestore/solutions/shard-timestamp
 * https://firebase.google.com/docs/firestore/best-practices#ramping_up_traffic
 */
export const WRITES_PER_SECOND = 500;
export const RAMP = { growth: 1.5, everyMinutes: 5 };

const STEP_SECONDS = 30;
/** Splits double a table's capacity: often enough that it grows as the ramp does. */
const SPLIT_SECONDS = (RAMP.everyMinutes * 60 * Math.LN2) / Math.log(RAMP.growth);
/** A simulated write stands for several: a tablet still sees this many in a step. */
const SEEN_PER_TABLET = 40;
const SEVERITIES = [0.8, 0.1, 0.1];

/** Runs a load against tables that split, and reports whether they keep up. */
export function simulateWrites(indexes: Indexes, scenario: Scenario): Outcome {
  const { logsPerSecond, minutes } = scenario;
  const tables = tablesOf(indexes);
  const capacity = WRITES_PER_SECOND * STEP_SECONDS;
  const spread = tables.map((table) => ({
    table,
    tablets: new Tablets({
      capacity,
      hotStepsBeforeSplit: Math.round(SPLIT_SECONDS / STEP_SECONDS),
    }),
  }));
  const random = createRandom(scenario.seed);
  const steps = (minutes * 60) / STEP_SECONDS;
  const weight = Math.max(
    1,
    Math.min(capacity / SEEN_PER_TABLET, (logsPerSecond * STEP_SECONDS) / 400),
  );

  let waiting = 0;
  let mostWaiting = 0;
  let settledAt: number | undefined;
  const stored: number[] = [];
  for (let step = 0; step < steps; step++) {
    const arrived = rateAt((step * STEP_SECONDS) / 60, scenario) * STEP_SECONDS;
    waiting += arrived;
    // Not all of a backlog is retried at once: only as many again as arrive.
    const tries = Math.min(waiting, 2 * arrived);
    let taken = 0;
    for (let tried = 0; tried + weight <= tries; tried += weight) {
      const write = draw(random, scenario, (step + fraction(random)) / steps);
      const keys = spread.map(({ table, tablets }) => ({ tablets, key: keyOf(table, write) }));
      const room = keys.map(({ tablets, key }) => tablets.hasRoom(key, weight));
      if (!room.every(Boolean)) continue;
      for (const { tablets, key } of keys) tablets.take(key, weight);
      taken += weight;
    }
    for (const { tablets } of spread) tablets.endStep();
    waiting -= taken;
    stored.push(taken);
    mostWaiting = Math.max(mostWaiting, waiting);
    // Chance alone leaves some of a step to the next.
    if (waiting > arrived) settledAt = undefined;
    else settledAt ??= (step * STEP_SECONDS) / 60;
  }

  const last = stored.slice(-(10 * 60) / STEP_SECONDS);
  const storedPerSecond = last.reduce((sum, n) => sum + n, 0) / last.length / STEP_SECONDS;
  return {
    storedPerSecond,
    waiting,
    mostWaiting,
    ...(settledAt !== undefined && { settledAtMinute: settledAt }),
    delayMinutes: waiting / storedPerSecond / 60,
    tablets: spread.reduce((sum, { tablets }) => sum + tablets.count, 0),
    verdict:
      settledAt !== undefined
        ? 'holds'
        : storedPerSecond > logsPerSecond * 1.02
          ? 'catching up'
          : 'falls behind',
  };
}

function rateAt(minute: number, { logsPerSecond, start }: Scenario): number {
  if (start === 'at once') return logsPerSecond;
  const ramped = WRITES_PER_SECOND * RAMP.growth ** Math.floor(minute / RAMP.everyMinutes);
  return Math.min(logsPerSecond, ramped);
}

function draw(random: Random, { tenants, shards }: Scenario, time: number): Write {
  const share = fraction(random);
  const [first = 0, second = 0] = SEVERITIES;
  return {
    tenant: random.int(0, tenants - 1),
    severity: share < first ? 0 : share < first + second ? 1 : 2,
    shard: random.int(0, shards - 1),
    id: fraction(random),
    time,
  };
}

const fraction = (random: Random) => random.int(0, 2 ** 30 - 1) / 2 ** 30;
