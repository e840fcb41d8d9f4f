import { Command } from 'commander';

import { type ChaosProgress, type ChaosReport, runChaos } from '../../harness/chaos/run-chaos.js';
import { FAULTS, type Fault } from '../../harness/chaos/faults.js';
import { startBareEmulators } from '../local-stack/bare-emulators.js';
import { runCommand } from '../terminal/run-command.js';
import { showProgress } from '../terminal/progress.js';
import { formatTable } from '../terminal/table.js';
import { wholeNumber } from '../terminal/number.js';

interface Options {
  logs: number;
  rate: number;
  tenants: number;
  workers: number;
  seed: number;
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
  .option('--json', 'the result as JSON on stdout', false)
  .parse()
  .opts<Options>();

await runCommand(async () => {
  console.error(`Using ${await startBareEmulators()}. Seed ${options.seed}.`);

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
    `${now.stored} stored, ${now.deadLetters} dead letters`,
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
  const mustBeEmpty: [string, string[]][] = [
    ['logs lost', findings.lost],
    ['logs stored twice', findings.doubled],
    ['logs in the wrong tenant', findings.wrongTenant],
    ['logs altered', findings.altered],
    ['documents written a second time', findings.rewritten],
    ['good logs among the dead letters', findings.givenUp],
    ['poison messages lost', findings.poisonLost],
    ['dead letters with a wrong reason, place or count', findings.poisonWrong],
    ['poison messages with two dead letters', findings.poisonDoubled],
    ['documents that nobody sent', findings.strays],
  ];
  console.log(
    formatTable(
      ['what must be 0', '', 'the first'],
      mustBeEmpty.map(([name, list]) => [name, String(list.length), list[0] ?? '']),
    ),
  );
  console.log(
    `Dead letters: ${counts.deadByWorker} by the worker with a reason, of these ${counts.conflicts} conflicts; ${counts.deadByPubsub} by Pub/Sub after exactly 5 deliveries.`,
  );
  console.log(
    report.ok
      ? `Every log answered 202 is stored exactly once. Seed ${report.seed}.`
      : `The promise is broken: see above. \`npm run chaos -- --seed ${report.seed} --logs ${report.logs}\` repeats it.`,
  );
}
