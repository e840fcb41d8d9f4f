import { Command, Option } from 'commander';

import { type ChaosProgress, type ChaosReport, runChaos } from '../../harness/chaos/run-chaos.js';
import { FAULTS, type Fault } from '../../harness/chaos/faults.js';
import { OUTAGES, type OutageKind } from '../../harness/chaos/outage.js';
import { startBareEmulators } from '../local-stack/bare-emulators.js';
import { runCommand } from '../terminal/run-command.js';
import { showProgress } from '../terminal/progress.js';
import { formatTable } from '../terminal/table.js';
import { mustBeEmpty } from './chaos/findings.js';
import { commandOutage } from './chaos/outage.js';
import { wholeNumber } from '../terminal/number.js';

interface Options {
  logs: number;
  rate: number;
  tenants: number;
  workers: number;
  seed: number;
  outage?: number;
  of: OutageKind;
  fullSpeed: boolean;
  json: boolean;
}

const options = new Command('npm run chaos --')
  .description(
    'Sends logs while workers are killed and frozen and connections cut, then proves that each is stored exactly once.',
  )
  .option('--logs <n>', 'logs and poison messages together', wholeNumber, 10_000)
  .option('--rate <n>', 'of these a second', wholeNumber, 100)
  .option('--tenants <n>', 'tenants that they belong to', wholeNumber, 5)
  .option('--workers <n>', 'instances of the worker', wholeNumber, 3)
  .option(
    '--seed <n>',
    'repeats a run’s logs and faults',
    wholeNumber,
    Math.ceil(Math.random() * 1e6),
  )
  .option(
    '--outage <seconds>',
    'instead of all that: something is away for so long, and a tenth of it passes, as of every wait',
    wholeNumber,
  )
  .addOption(
    new Option('--of <what>', 'what is away').choices(Object.keys(OUTAGES)).default('store'),
  )
  .option('--full-speed', 'an outage takes its whole time, and so does every wait', false)
  .option('--json', 'the result as JSON on stdout', false)
  .parse()
  .opts<Options>();

await runCommand(async () => {
  console.error(`Using ${await startBareEmulators()}. Seed ${options.seed}.`);

  if (options.outage !== undefined) {
    return commandOutage({ ...options, kind: options.of, seconds: options.outage });
  }
  let last: ChaosProgress | undefined;
  const progress = showProgress(() => (last === undefined ? 'starting' : describe(last)));
  let report: ChaosReport;
  try {
    report = await runChaos({
      ...options,
      onProgress: (now) => {
        last = now;
      },
    });
  } finally {
    progress.done();
  }
  if (options.json) console.log(JSON.stringify(report, undefined, 2));
  else printReport(report);
  return report.ok ? 0 : 1;
});

function describe(now: ChaosProgress): string {
  return [
    `${now.phase}: ${now.sent} of ${now.toSend} sent (${now.retries} again)`,
    `${now.stored} stored, ${now.deadLetters} dead letters, ${now.healed} sent back`,
    `${now.deliveries} deliveries, ${now.failedDeliveries} failed`,
    ...(now.lastFault === undefined ? [] : [`last fault: ${FAULTS[now.lastFault]}`]),
  ].join('; ');
}

function printReport(report: ChaosReport): void {
  const { counts, findings, faults } = report;
  const rows = (record: Record<string, string | number>) =>
    Object.entries(record).map(([name, value]) => [name, String(value)]);
  console.log(
    formatTable(
      ['what happened', ''],
      rows({
        'logs and poison messages sent': report.logs,
        'of these sent twice': report.sentTwice,
        'poison messages': report.poison,
        'requests sent again after an error': report.retries,
        'logs answered 202': counts.accepted,
        'logs stored': counts.stored,
        'deliveries, redeliveries included': report.deliveries,
        'deliveries that failed': report.failedDeliveries,
        ...Object.fromEntries(
          Object.entries(faults).map(([fault, count]) => [FAULTS[fault as Fault], count]),
        ),
        seconds: report.seconds,
      }),
    ),
  );
  console.log(mustBeEmpty(findings));
  console.log(
    `Dead letters: ${counts.deadByWorker} by the worker with a reason, of these ${counts.conflicts} conflicts; ${counts.deadByPubsub} by Pub/Sub after exactly 5 deliveries. ${counts.healed} more went home by themselves.`,
  );
  console.log(
    report.ok
      ? `Every log answered 202 is stored exactly once. Seed ${report.seed}.`
      : `The promise is broken: see above. \`npm run chaos -- --seed ${report.seed} --logs ${report.logs}\` repeats it.`,
  );
}
