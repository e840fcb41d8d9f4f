import { type Scenario, WRITES_PER_SECOND } from './simulate.js';

/** Twice what an evenly spread load would need: chance makes some shards busier. */
const HEADROOM = 2;

/** Shards of a tenant for a load, so that none is asked for more than a key range takes. */
export function shardsFor(logsPerSecondOfTenant: number): number {
  return logsPerSecondOfTenant <= WRITES_PER_SECOND
    ? 1
    : Math.ceil((HEADROOM * logsPerSecondOfTenant) / WRITES_PER_SECOND);
}

/** The standard loads: 10^3, 10^5 and 10^7 logs a minute. */
export function standardScenarios(minutes: number, seed: number): Scenario[] {
  const scenario = (
    logsPerMinute: number,
    tenants: number,
    isSharded: boolean,
    start: Scenario['start'],
  ): Scenario => {
    const logsPerSecond = logsPerMinute / 60;
    const shards = isSharded ? shardsFor(logsPerSecond / tenants) : 1;
    return { logsPerSecond, tenants, shards, start, minutes, seed };
  };
  return [
    scenario(1e3, 1, false, 'at once'),
    scenario(1e5, 1, false, 'at once'),
    scenario(1e5, 1, false, 'ramped'),
    scenario(1e5, 1, true, 'at once'),
    scenario(1e5, 1, true, 'ramped'),
    scenario(1e5, 10, false, 'at once'),
    scenario(1e5, 10, false, 'ramped'),
    scenario(1e7, 100, false, 'ramped'),
    scenario(1e7, 100, true, 'at once'),
    scenario(1e7, 100, true, 'ramped'),
    scenario(1e7, 1000, false, 'ramped'),
  ];
}
