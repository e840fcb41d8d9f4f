import { Command, Option } from 'commander';

import { SEARCH_MODES } from '../../functions/src/contract/reader-settings.js';
import { ORIGINAL_TEXT } from '../../functions/src/contract/tenant.js';
import { DOCUMENT_BUDGET } from '../../functions/src/limits.js';
import { configuredInstances } from './cost/functions.js';
import { estimate, type Setup, UnknownPlace } from './cost/model.js';
import * as prices from './cost/prices.js';
import { printEstimate } from './cost/print.js';
import { projectIndexes } from './cost/index-entries.js';
import { whatIfs } from './cost/what-ifs.js';
import { ASSUMED, type Workload } from './cost/workload.js';
import { OperatorError } from '../terminal/operator-error.js';
import { runCommand } from '../terminal/run-command.js';
import { numberFrom, wholeNumber, wholeNumberFrom } from '../terminal/number.js';

interface Options extends Workload {
  region: string;
  database: string;
  freeTier: boolean;
  json: boolean;
  ingestMsPerRequest: number;
  ingestMsPerLog: number;
  workerMsPerMessage: number;
  workerMsPerLog: number;
  successLines: number;
}

const { ingestCpuMs, workerCpuMs } = ASSUMED;
const options = new Command('npm run cost --')
  .description(
    'What a month of logs costs at list prices, and what would change it. Prices and their sources: scripts/measure/cost/prices.ts.',
  )
  .option('--logs-per-month <n>', 'logs', numberFrom({ least: 1 }), 100e6)
  .option(
    '--bytes <n>',
    'of a log’s text',
    wholeNumberFrom({ least: 1, most: Math.floor(DOCUMENT_BUDGET / 3) }),
    500,
  )
  .option('--batch <n>', 'logs a request', wholeNumberFrom({ least: 1, most: 100_000 }), 1)
  .option('--tenants <n>', 'that send', wholeNumber, 5)
  .option(
    '--retention-days <n>',
    'until a log is deleted; 0 for never',
    wholeNumberFrom({ least: 0, most: 36_500 }),
    30,
  )
  .addOption(
    new Option('--original-text <where>', 'where it is kept')
      .choices(ORIGINAL_TEXT)
      .default('document'),
  )
  .addOption(new Option('--search <what>', 'what is indexed').choices(SEARCH_MODES).default('full'))
  .option('--dead-letters <share>', 'of the logs', numberFrom({ least: 0, most: 1 }), 0.0001)
  .option(
    '--dead-letter-backlog-days <n>',
    'that dead letters wait',
    numberFrom({ least: 0, most: 7 }),
    0,
  )
  .option(
    '--outage-hours <n>',
    'a month, in one piece, in which Firestore is away',
    numberFrom({ least: 0, most: 730 }),
    0,
  )
  .option(
    '--alert-matches <share>',
    'of the messages, with a log that an alert asks for',
    numberFrom({ least: 0, most: 1 }),
    0,
  )
  .option(
    '--success-lines <share>',
    'of the functions’ lines of success that is stored',
    numberFrom({ least: 0, most: 1 }),
    1,
  )
  .option('--region <name>', 'of the functions', 'us-central1')
  .option('--database <location>', 'of Firestore', 'nam5')
  .option(
    '--ingest-ms-per-request <ms>',
    'CPU of ingest',
    numberFrom({ least: 0 }),
    ingestCpuMs.request,
  )
  .option(
    '--ingest-ms-per-log <ms>',
    'and for each log in it',
    numberFrom({ least: 0 }),
    ingestCpuMs.log,
  )
  .option(
    '--worker-ms-per-message <ms>',
    'CPU of the worker',
    numberFrom({ least: 0 }),
    workerCpuMs.message,
  )
  .option(
    '--worker-ms-per-log <ms>',
    'and for each log in it',
    numberFrom({ least: 0 }),
    workerCpuMs.log,
  )
  .option('--free-tier', 'subtract the monthly free tier', false)
  .option('--json', 'the result as JSON on stdout', false)
  .parse()
  .opts<Options>();

await runCommand(() => {
  const setup: Setup = {
    region: options.region,
    database: options.database,
    freeTier: options.freeTier,
    indexes: projectIndexes(),
    instances: configuredInstances(),
    assumptions: {
      ...ASSUMED,
      ingestCpuMs: { request: options.ingestMsPerRequest, log: options.ingestMsPerLog },
      successLines: options.successLines,
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
