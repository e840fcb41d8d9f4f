import { Argument, Command, Option } from 'commander';

import { formatGoal, formatResult } from './bench/format.js';
import { type GoogleName, GOOGLES, startGoogle } from './bench/google.js';
import { describeMachine, examineMachine, isBusy } from './bench/machine.js';
import { isMet, type SuiteResult } from './bench/suite.js';
import { SUITES } from './bench/suites.js';
import { buildFunctions } from '../local-stack/build-functions.js';
import { runCommand } from '../terminal/run-command.js';
import { showProgress } from '../terminal/progress.js';
import { wholeNumber } from '../terminal/number.js';

interface Options {
  rounds: number;
  seconds: number;
  google: GoogleName | 'both';
  json: boolean;
}

const program = new Command('npm run bench --')
  .description(
    'Measures the functions side by side with bare ones that do the least of each job: against a stand-in for Google that costs next to nothing, and against the emulators on the same cores. Ratios tell; times differ from machine to machine. Ends with 1 where a goal is missed.',
  )
  .addArgument(new Argument('[suites...]', 'all of them unless named').choices(Object.keys(SUITES)))
  .option('--rounds <n>', 'how often each is measured, in turn', wholeNumber, 5)
  .option('--seconds <n>', 'of load a measurement', wholeNumber, 5)
  .addOption(
    new Option('--google <which>', 'what stands for Pub/Sub and Firestore')
      .choices([...GOOGLES, 'both'])
      .default('both'),
  )
  .option('--json', 'the result as JSON on stdout', false)
  .parse();

const options = program.opts<Options>();
const names = program.args.length > 0 ? program.args : Object.keys(SUITES);

await runCommand(async () => {
  const machine = await examineMachine();
  const isJudged = !isBusy(machine);
  const print = (text: string) => (options.json ? undefined : console.log(text));
  print(describeMachine(machine));
  buildFunctions();

  const results: ({ suite: string; google: GoogleName } & SuiteResult)[] = [];
  let step = 'starting';
  const progress = showProgress(() => step);
  try {
    for (const googleName of GOOGLES) {
      const isAsked = options.google === 'both' || options.google === googleName;
      const suites = names.flatMap((name) => {
        const suite = SUITES[name];
        return isAsked && suite?.googles.includes(googleName) ? [{ name, suite }] : [];
      });
      if (suites.length === 0) continue;
      const google = await startGoogle(googleName);
      const { ours: env } = google;
      for (const { name, suite } of suites) {
        const onStep = (now: string) => {
          step = `${name}, ${googleName}, ${now}`;
        };
        const result = await suite.run({ ...options, google, env, onStep });
        const title = `${result.title}, ${google.description}`;
        results.push({ suite: name, google: googleName, ...result, title });
        print(formatResult({ ...result, title }, isJudged));
      }
      await google.stop();
    }
  } finally {
    progress.done();
  }
  if (options.json) {
    console.log(JSON.stringify({ machine, isJudged, ...options, results }, undefined, 2));
  }
  print(`\n${describeMachine(machine)}`);
  if (!isJudged) {
    console.error('No verdicts: others had the machine in use before the start.');
    return 0;
  }
  const missed = results.flatMap(({ google, goals }) =>
    goals.filter((goal) => !isMet(goal)).map((goal) => `${google}: ${formatGoal(goal, isJudged)}`),
  );
  for (const line of missed) console.error(line);
  return missed.length > 0 ? 1 : 0;
});
