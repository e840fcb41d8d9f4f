import { Command } from 'commander';

import { createRandom } from '../../harness/support/random.js';
import { formatTable } from '../terminal/table.js';
import { numberFrom, wholeNumber } from '../terminal/number.js';
import { runCommand } from '../terminal/run-command.js';
import { type Outcome, type Scenario, simulateOutage } from './outage/simulate.js';

interface Options {
  seconds: number;
  perSecond: number;
  tenants: number;
  heavy: number;
  shards: number;
  perMessage: number;
  rounds: number;
  seed: number;
  json: boolean;
}

const options = new Command('npm run simulate:outage --')
  .description(
    'Simulates what comes home after Firestore was away: how fast, whether fresh logs wait for it, and what a tenant above its ceiling does to the others.',
  )
  .option('--seconds <n>', 'of the outage', wholeNumber, 3_600)
  .option('--per-second <n>', 'logs of all ordinary tenants', numberFrom({ least: 1 }), 190)
  .option('--tenants <n>', 'ordinary ones, that share them evenly', wholeNumber, 19)
  .option('--heavy <n>', 'logs a second of one more tenant', wholeNumber, 0)
  .option('--shards <n>', 'of that one, of which each takes 500 logs a second', wholeNumber, 1)
  .option('--per-message <n>', 'logs', wholeNumber, 10)
  .option('--rounds <n>', 'HEAL_ROUNDS', wholeNumber, 3)
  .option('--seed <n>', 'repeats a run', wholeNumber, 1)
  .option('--json', 'the result as JSON on stdout', false)
  .parse()
  .opts<Options>();

/** Longest time examined after recovery. */
const MOST_SECONDS = 4 * 3_600;

await runCommand(() => {
  const ordinary = Array.from({ length: options.tenants }, (_, index) => ({
    name: `tenant ${index + 1}`,
    logsPerSecond: options.perSecond / options.tenants,
    shards: 1,
  }));
  const { heavy: logsPerSecond, shards } = options;
  const heavy = { name: 'the heavy one', logsPerSecond, shards };
  const scenario: Scenario = {
    tenants: options.heavy > 0 ? [...ordinary, heavy] : ordinary,
    outageSeconds: options.seconds,
    logsPerMessage: options.perMessage,
    healRounds: options.rounds,
    healWaitSeconds: 300,
    mostSeconds: MOST_SECONDS,
  };
  const outcome = simulateOutage(scenario, createRandom(options.seed));
  if (options.json) console.log(JSON.stringify(outcome, undefined, 2));
  else print(outcome, scenario);
  return Promise.resolve();
});

function print({ curve, tenants }: Outcome, { outageSeconds }: Scenario): void {
  const round = (value: number) => Math.round(value).toLocaleString('en');
  const shown = curve.filter(
    ({ second }) => second > -240 && (second <= 1_200 || second % 600 === 0),
  );
  console.log(
    formatTable(
      [
        'minute after the return',
        'stored a second',
        'sent back a second',
        'in delivery',
        'dead letters',
        'fresh logs stored at once',
      ],
      shown.map((point) => [
        String(point.second / 60),
        round(point.storedPerSecond),
        round(point.healedPerSecond),
        round(point.inDelivery),
        round(point.letters),
        `${Math.round(point.freshAtOnce * 100)} %`,
      ]),
      true,
    ),
  );
  const home = tenants.map(({ homeAfterSeconds }) => homeAfterSeconds ?? Infinity);
  const late = tenants.filter(({ homeAfterSeconds }) => homeAfterSeconds === undefined);
  const last = Math.max(...home.filter(Number.isFinite), 0);
  console.log(
    `Away for ${outageSeconds} s. ${tenants.length - late.length} of ${tenants.length} tenants have all their logs, the last after ${(last / 60).toFixed(1)} minutes.`,
  );
  for (const { name } of late)
    console.log(`${name}: still waits after ${MOST_SECONDS / 60} minutes.`);
  for (const { name, stay } of tenants) {
    if (stay > 0) console.log(`${name}: ${round(stay)} logs wait for a person.`);
  }
}
