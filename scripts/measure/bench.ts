import { cpus } from 'node:os';

import { PubSub } from '@google-cloud/pubsub';
import { Argument, Command } from 'commander';

import { alerts } from './bench/suites/alerts.js';
import { batch } from './bench/suites/batch.js';
import { coldStart } from './bench/suites/cold-start.js';
import { growth } from './bench/suites/growth.js';
import { hostile } from './bench/suites/hostile.js';
import { intake } from './bench/suites/intake.js';
import { worker } from './bench/suites/worker.js';
import { formatResult } from './bench/format.js';
import type { Suite, SuiteResult } from './bench/suite.js';
import { startBareEmulators } from '../local-stack/bare-emulators.js';
import { runCommand } from '../terminal/run-command.js';
import { showProgress } from '../terminal/progress.js';
import { wholeNumber } from '../terminal/number.js';

const SUITES: Readonly<Record<string, Suite>> = {
  intake,
  worker,
  batch,
  alerts,
  'cold-start': coldStart,
  growth,
  hostile,
};

interface Options {
  rounds: number;
  seconds: number;
  json: boolean;
}

const program = new Command('npm run bench --')
  .description(
    'Measures the functions side by side with bare ones that do the least of each job, on the emulators of this machine. Ratios tell; times differ from machine to machine.',
  )
  .addArgument(new Argument('[suites...]', 'all of them unless named').choices(Object.keys(SUITES)))
  .option('--rounds <n>', 'how often each is measured, in turn', wholeNumber, 5)
  .option('--seconds <n>', 'of load a measurement', wholeNumber, 5)
  .option('--json', 'the result as JSON on stdout', false)
  .parse();

const options = program.opts<Options>();
const names = program.args.length > 0 ? program.args : Object.keys(SUITES);

await runCommand(async () => {
  const origin = await startBareEmulators();
  const topic = 'bench';
  const env = {
    GCLOUD_PROJECT: 'demo-bench',
    PUBSUB_TOPIC: topic,
    PUBSUB_DEAD_LETTER_TOPIC: `${topic}-dlq`,
    INGEST_AUTH: 'open',
    // Quotas are counted as ever, and never used up.
    QUOTA_REQUESTS_PER_MINUTE: String(1e9),
    QUOTA_BYTES_PER_MINUTE: String(1e13),
    QUOTA_LOGS_PER_MINUTE: String(1e9),
    // As an operator would have it under such a load.
    LOG_LEVEL: 'WARNING',
  };
  const pubsub = new PubSub({ projectId: env.GCLOUD_PROJECT });
  for (const name of [topic, env.PUBSUB_DEAD_LETTER_TOPIC]) await pubsub.createTopic(name);

  const results: Record<string, SuiteResult> = {};
  let step = 'starting';
  const progress = showProgress(() => step);
  try {
    for (const name of names) {
      const suite = SUITES[name];
      if (suite === undefined) continue;
      const onStep = (now: string) => {
        step = `${name}, ${now}`;
      };
      results[name] = await suite({ ...options, pubsub, env, onStep });
      if (!options.json) console.log(formatResult(results[name]));
    }
  } finally {
    progress.done();
    await pubsub.close();
  }
  if (options.json) {
    const machine = { cores: cpus().length, node: process.version, emulators: origin };
    console.log(JSON.stringify({ machine, ...options, results }, undefined, 2));
  }
});
