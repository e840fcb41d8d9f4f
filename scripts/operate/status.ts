import { setTimeout as sleep } from 'node:timers/promises';

import { Command, Option } from 'commander';
import { createLogUpdate } from 'log-update';

import { connectTo } from './google/connect.js';
import { type Choice, chooseProject } from './google/project.js';
import { runCommand } from '../terminal/run-command.js';
import { visible } from '../terminal/visible.js';
import { markAlarms, renderStatus } from './status/render.js';
import { type Status, toJson } from './status/status.js';
import { interruptSignal } from '../terminal/interrupt.js';
import { wholeNumber } from '../terminal/number.js';

/** How often it refreshes, in seconds: Cloud Monitoring has a new figure once a minute. */
const INTERVAL = { emulators: 2, deployed: 30 };

interface Options {
  project?: string;
  once: boolean;
  json: boolean;
  interval?: number;
}

const options = new Command('npm run status --')
  .description('Shows rates, backlog, oldest message and dead letters, by tenant, until Ctrl-C.')
  .option('--project <id>', 'the project; by default, that of .firebaserc, in the emulators')
  .option('--once', 'show it once and exit', false)
  .option('--json', 'once, as JSON; "missing" says why a figure is null', false)
  .addOption(new Option('--interval <seconds>', 'how often to refresh').argParser(wholeNumber))
  .parse()
  .opts<Options>();

await runCommand(async () => {
  const choice = chooseProject(options.project);
  const read = await openSource(choice);
  if (options.json) {
    console.log(JSON.stringify(toJson(await read()), undefined, 2));
    return;
  }
  const check = () => (choice.isLocal ? Promise.resolve('') : summariseChecks(choice));
  if (options.once) {
    const [status, checked] = await Promise.all([read(), check()]);
    show(`${renderStatus(status)}${checked}`);
    return;
  }
  const signal = interruptSignal();
  const live = process.stdout.isTTY ? createLogUpdate(process.stdout) : undefined;
  const next = live ? (frame: string) => live(markAlarms(visible(frame))) : console.log;
  let status = await read();
  const seconds =
    options.interval ?? (status.source === 'emulators' ? INTERVAL.emulators : INTERVAL.deployed);
  let trouble = '';
  let checks = '';
  void check().then((line) => (checks = line));
  for (;;) {
    next(`${renderStatus(status)}${checks}${trouble}`);
    await sleep(seconds * 1000, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) break;
    try {
      status = await read();
      trouble = '';
    } catch (error) {
      // Somebody watching an outage wants to keep watching.
      trouble = `\nThe refresh failed: ${(error as Error).message}`;
    }
  }
  live?.done();
});

/** Once, and in colour if the output shows it. */
function show(text: string): void {
  if (process.stdout.isTTY) process.stdout.write(`${markAlarms(visible(text))}\n`);
  else console.log(text);
}

/** Each source loads clients that the other does not need. */
async function openSource({ project, isLocal }: Choice): Promise<() => Promise<Status>> {
  if (isLocal) {
    await connectTo(project, ['firestore', 'pubsub']);
    const { readFromEmulators } = await import('./status/from-emulators.js');
    return () => readFromEmulators(project);
  }
  const { openMonitoring } = await import('./status/from-monitoring.js');
  return openMonitoring(project);
}

/** The doctor's checks in a line: figures mean little if the deployment is faulty. */
async function summariseChecks(choice: Choice): Promise<string> {
  const [{ examine }, { summarise }, { createGoogleRest }, { firebaseAccessToken }] =
    await Promise.all([
      import('./doctor/examine.js'),
      import('./doctor/print.js'),
      import('./google/rest.js'),
      import('./google/firebase-login.js'),
    ]);
  try {
    const findings = await examine(createGoogleRest(firebaseAccessToken), choice);
    return `\n${summarise(findings, choice.project)}`;
  } catch (error) {
    return `\nThe checks could not be run: ${(error as Error).message}`;
  }
}
