import { Command } from 'commander';

import { projectIndexes } from './cost/index-entries.js';
import { runCommand } from '../terminal/run-command.js';
import { shardsFor, standardScenarios } from './scaling/scenarios.js';
import { type Outcome, type Scenario, simulateWrites } from './scaling/simulate.js';
import { numberFrom, wholeNumber } from '../terminal/number.js';
import { formatTable } from '../terminal/table.js';

interface Options {
  perMinute?: number;
  tenants: number;
  shards?: number;
  ramp: boolean;
  minutes: number;
  seed: number;
  json: boolean;
}

const options = new Command('npm run simulate:writes --')
  .description(
    'Simulates how Firestore spreads writes over key ranges, for the indexes of firestore.indexes.json: where a load breaks, and what to set. Without --per-minute it runs 10^3, 10^5 and 10^7 logs a minute.',
  )
  .option('--per-minute <n>', 'logs', numberFrom({ least: 1 }))
  .option('--tenants <n>', 'that share them evenly', wholeNumber, 1)
  .option('--shards <n>', 'per tenant; by default as many as the load needs', wholeNumber)
  .option('--ramp', 'start at 500 a second and grow by half every 5 minutes', false)
  .option('--minutes <n>', 'to simulate', wholeNumber, 120)
  .option('--seed <n>', 'repeats a run', wholeNumber, 1)
  .option('--json', 'the result as JSON on stdout', false)
  .parse()
  .opts<Options>();

await runCommand(() => {
  const indexes = projectIndexes();
  const runs: (Scenario & Outcome)[] = [];
  for (const scenario of scenarios(options)) {
    if (process.stderr.isTTY) process.stderr.write(`\r${runs.length + 1} … `);
    runs.push({ ...scenario, ...simulateWrites(indexes, scenario) });
  }
  if (process.stderr.isTTY) process.stderr.write('\r');
  if (options.json) console.log(JSON.stringify(runs, null, 2));
  else printRuns(runs);
  return Promise.resolve();
});

function scenarios({ perMinute, tenants, shards, ramp, minutes, seed }: Options): Scenario[] {
  if (perMinute === undefined) return standardScenarios(minutes, seed);
  const logsPerSecond = perMinute / 60;
  const needed = shards ?? shardsFor(logsPerSecond / tenants);
  return [...new Set([1, needed])].map((count) => ({
    logsPerSecond,
    tenants,
    shards: count,
    start: ramp ? 'ramped' : 'at once',
    minutes,
    seed,
  }));
}

function printRuns(runs: (Scenario & Outcome)[]): void {
  const round = (value: number) => Math.round(value).toLocaleString('en');
  console.log(
    formatTable(
      [
        'logs a minute',
        'tenants',
        'shards',
        'start',
        'sent a second',
        'stored a second',
        'most waiting',
        'behind, minutes',
        'key ranges',
        'verdict',
      ],
      runs.map((run) => [
        round(run.logsPerSecond * 60),
        String(run.tenants),
        String(run.shards),
        run.start,
        round(run.logsPerSecond),
        round(run.storedPerSecond),
        round(run.mostWaiting),
        run.verdict === 'holds' ? '0' : round(run.delayMinutes),
        round(run.tablets),
        run.settledAtMinute === undefined
          ? run.verdict
          : `holds from minute ${round(run.settledAtMinute)}`,
      ]),
    ),
  );
}
