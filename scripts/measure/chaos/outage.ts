import {
  OUTAGES,
  type OutageOptions,
  type OutageProgress,
  type OutageReport,
  runOutage,
} from '../../../harness/chaos/outage.js';
import { showProgress } from '../../terminal/progress.js';
import { formatTable } from '../../terminal/table.js';
import { mustBeEmpty } from './findings.js';

/** As many instances as Cloud Run would have at this load; more are no faster on one machine. */
const RECORDERS = 2;

/** Lines of the curve that a terminal has room for. */
const CURVE_LINES = 20;

/** `npm run chaos -- --outage SECONDS`: resolves to its exit code. */
export async function commandOutage(
  options: Omit<OutageOptions, 'recorders' | 'scale'> & { fullSpeed: boolean; json: boolean },
): Promise<number> {
  let last: OutageProgress | undefined;
  const progress = showProgress(() => (last === undefined ? 'starting' : describe(last)));
  let report: OutageReport;
  try {
    report = await runOutage({
      ...options,
      recorders: RECORDERS,
      scale: options.fullSpeed ? 1 : 0.1,
      onProgress: (now) => {
        last = now;
      },
    });
  } finally {
    progress.done();
  }
  if (options.json) console.log(JSON.stringify(report, undefined, 2));
  else printReport(report, options);
  // While Pub/Sub is down, nothing may be reported as accepted.
  const isTaken = options.kind === 'pubsub' || options.kind === 'both';
  const isRight = report.ok && !(isTaken && '202' in report.answersWhileAway);
  return isRight ? 0 : 1;
}

function describe(now: OutageProgress): string {
  return [
    `${now.seconds} s, ${now.phase}: ${now.sent} sent`,
    `${now.stored} stored, ${now.deadLetters} dead letters, ${now.healed} sent back`,
    `${now.deliveries} deliveries, ${now.failedDeliveries} failed`,
  ].join('; ');
}

function printReport(report: OutageReport, options: { seconds: number; fullSpeed: boolean }): void {
  const { counts, findings, curve } = report;
  const step = Math.max(1, Math.ceil(curve.length / CURVE_LINES));
  const lines = curve.filter((_, at) => at % step === 0 || at === curve.length - 1);
  console.log(
    formatTable(
      ['second', '', 'sent', 'stored', 'dead letters', 'sent back'],
      lines.map((now) => [
        String(now.seconds),
        now.phase,
        String(now.sent),
        String(now.stored),
        String(now.deadLetters),
        String(now.healed),
      ]),
    ),
  );
  const list = (record: Record<string, number>) =>
    Object.entries(record)
      .map(([name, count]) => `${name}: ${count}`)
      .join(', ');
  console.log(
    formatTable(
      ['what happened', ''],
      [
        ['away', OUTAGES[report.kind]],
        ['for so many seconds', String(report.awaySeconds)],
        ['as in production', `${options.seconds} s${options.fullSpeed ? '' : ', at a tenth'}`],
        ['answers meanwhile', list(report.answersWhileAway)],
        ['errors of load', list(report.errors)],
        ['logs and poison messages sent', String(report.logs)],
        ['poison messages', String(report.poison)],
        ['logs answered 202', String(counts.accepted)],
        ['logs stored', String(counts.stored)],
        ['messages that died and went home', String(counts.healed)],
        ['deliveries to workers, failed', `${report.deliveries}, ${report.failedDeliveries}`],
        ['deliveries to the recorder', String(report.recorderDeliveries)],
        ['from the return to the last log, s', String(report.healedAfterSeconds)],
        ['seconds', String(report.seconds)],
      ].filter(([, value]) => value !== ''),
    ),
  );
  console.log(mustBeEmpty(findings));
  console.log(
    report.ok
      ? `Every log answered 202 is stored exactly once, and nobody did anything. Seed ${report.seed}.`
      : `The promise is broken: see above. Seed ${report.seed} sends the same logs.`,
  );
}
