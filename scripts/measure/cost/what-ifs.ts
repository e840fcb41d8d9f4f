import { type Estimate, estimate, type Setup } from './model.js';
import type { Workload } from './workload.js';

export interface WhatIf {
  name: string;
  estimate: Estimate;
  /** Change in the price for a million logs, compared with the given estimate. */
  changePercent: number;
}

interface Change {
  name: string;
  workload?: Partial<Workload>;
  setup?: Partial<Setup>;
}

/** What batching, indexes, retention and settings change, one thing at a time. */
export function whatIfs(workload: Workload, setup: Setup): WhatIf[] {
  const base = estimate(workload, setup).usdPerMillion;
  return changes(setup).map(({ name, ...change }) => {
    const changed = estimate({ ...workload, ...change.workload }, { ...setup, ...change.setup });
    return { name, estimate: changed, changePercent: (changed.usdPerMillion / base - 1) * 100 };
  });
}

/** Savings in dollars a month, the largest first; those below 1 % are left out. */
export function levers(
  changed: readonly WhatIf[],
  base: Estimate,
): { name: string; usd: number }[] {
  return changed
    .map(({ name, estimate: { usdPerMonth } }) => ({ name, usd: base.usdPerMonth - usdPerMonth }))
    .filter(({ usd }) => usd > base.usdPerMonth / 100)
    .toSorted((one, other) => other.usd - one.usd);
}

function changes({ indexes, assumptions }: Setup): Change[] {
  const { fieldOverrides } = indexes;
  const without = (...fields: string[]) =>
    fieldOverrides.filter(
      ({ collectionGroup, fieldPath }) =>
        collectionGroup !== 'processed_logs' || !fields.includes(fieldPath),
    );
  return [
    ...[1, 10, 100, 1000].map((batch) => ({
      name: `${batch} ${batch === 1 ? 'log' : 'logs'} a request`,
      workload: { batch },
    })),
    { name: 'database in us-central1 alone', setup: { database: 'us-central1' } },
    { name: 'database in nam5', setup: { database: 'nam5' } },
    {
      name: 'every field indexed, as Firestore does by default',
      setup: { indexes: { ...indexes, fieldOverrides: [] } },
    },
    {
      name: 'source, severity and time indexed by themselves',
      setup: {
        indexes: { ...indexes, fieldOverrides: without('source', 'severity', 'time') },
      },
    },
    { name: 'search by fields alone', workload: { search: 'fields' as const } },
    { name: 'no search but by time, severity and source', workload: { search: 'off' as const } },
    ...[7, 30, 90, 365].map((retentionDays) => ({
      name: `kept for ${retentionDays} days`,
      workload: { retentionDays },
    })),
    { name: 'original text kept apart', workload: { originalText: 'restricted' as const } },
    { name: 'original text not kept', workload: { originalText: 'none' as const } },
    { name: '1 % dead letters', workload: { deadLetters: 0.01 } },
    {
      name: '1 % dead letters, unread for 7 days',
      workload: { deadLetters: 0.01, deadLetterBacklogDays: 7 },
    },
    {
      name: 'requests to Cloud Run not logged',
      setup: { assumptions: { ...assumptions, requestLogs: false } },
    },
    ...[0.1, 0].map((successLines) => ({
      name: `${successLines === 0 ? 'no line' : '1 line in 10'} of success stored`,
      setup: { assumptions: { ...assumptions, successLines } },
    })),
    { name: 'Firestore away for an hour a month', workload: { outageHours: 1 } },
    { name: '1 % of messages match an alert', workload: { alertMatches: 0.01 } },
  ];
}
