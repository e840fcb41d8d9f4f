import { readFileSync } from 'node:fs';

import { Command, InvalidArgumentError, Option } from 'commander';

import { ORIGINAL_TEXT } from '../functions/src/contract/tenant.js';
import { MAX_TEXT_BYTES } from '../functions/src/limits.js';
import { configuredInstances } from './cost/functions.js';
import type { Indexes } from './cost/index-entries.js';
import { estimate, type Setup, UnknownPlace } from './cost/model.js';
import * as prices from './cost/prices.js';
import { printEstimate } from './cost/print.js';
import { whatIfs } from './cost/what-ifs.js';
import { ASSUMED, type Workload } from './cost/workload.js';
import { OperatorError } from './local-stack/operator-error.js';
import { runCommand } from './local-stack/run-command.js';

interface Options extends Workload {
  region: string;
  database: string;
  freeTier: boolean;
  json: boolean;
  ingestMsPerRequest: number;
  ingestMsPerLog: number;
  workerMsPerMessage: number;
  workerMsPerLog: number;
}

const number =
  (least: number, most = Infinity, whole = false) =>
  (value: string) => {
    const parsed = Number(value);
    if (
      value.trim() !== '' &&
      parsed >= least &&
      parsed <= most &&
      (!whole || Number.isInteger(parsed))
    ) {
      return parsed;
    }
    const kind = whole ? 'a whole number' : 'a number';
    throw new InvalidArgumentError(
      most === Infinity
        ? `must be ${kind} of ${least} or more.`
        : `must be ${kind} from ${least} to ${most}.`,
    );
  };

const { ingestCpuMs, workerCpuMs } = ASSUMED;
const options = new Command('npm run cost --')
  .description(
    'What a month of logs costs at list prices, and what would change it. Prices and their sources: scripts/cost/prices.ts.',
  )
  .option('--logs-per-month <n>', 'logs', number(1), 100e6)
  .option('--bytes <n>', 'of a log’s text', number(1, MAX_TEXT_BYTES, true), 500)
  .option('--batch <n>', 'logs a request', number(1, 100_000, true), 1)
  .option('--tenants <n>', 'that send', number(1, Infinity, true), 5)
  .option(
    '--retention-days <n>',
    'until a log is deleted; 0 for never',
    number(0, 36_500, true),
    30,
  )
  .addOption(
    new Option('--original-text <where>', 'where it is kept')
      .choices(ORIGINAL_TEXT)
      .default('document'),
  )
  .option('--dead-letters <share>', 'of the logs', number(0, 1), 0.0001)
  .option('--dead-letter-backlog-days <n>', 'that dead letters wait', number(0, 7), 0)
  .option('--region <name>', 'of the functions', 'us-central1')
  .option('--database <location>', 'of Firestore', 'nam5')
  .option('--ingest-ms-per-request <ms>', 'CPU of ingest', number(0), ingestCpuMs.request)
  .option('--ingest-ms-per-log <ms>', 'and for each log in it', number(0), ingestCpuMs.log)
  .option('--worker-ms-per-message <ms>', 'CPU of the worker', number(0), workerCpuMs.message)
  .option('--worker-ms-per-log <ms>', 'and for each log in it', number(0), workerCpuMs.log)
  .option('--free-tier', 'take off what is free each month', false)
  .option('--json', 'the result as JSON on stdout', false)
  .parse()
  .opts<Options>();

await runCommand(() => {
  const file = readFileSync(new URL('../firestore.indexes.json', import.meta.url), 'utf8');
  const indexes: Indexes = JSON.parse(file);
  const setup: Setup = {
    region: options.region,
    database: options.database,
    freeTier: options.freeTier,
    indexes,
    instances: configuredInstances(),
    assumptions: {
      ...ASSUMED,
      ingestCpuMs: { request: options.ingestMsPerRequest, log: options.ingestMsPerLog },
      workerCpuMs: { message: options.workerMsPerMessage, log: options.workerMsPerLog },
    },
  };
  try {
    const result = estimate(options, setup);
    const changed = whatIfs(options, setup);
    if (options.json) {
      console.log(JSON.stringify({ options, estimate: result, whatIfs: changed, prices }, null, 2));
    } else {
      printEstimate(options, result, changed);
    }
    return Promise.resolve();
  } catch (error) {
    if (error instanceof UnknownPlace) throw new OperatorError(error.message);
    throw error;
  }
});
