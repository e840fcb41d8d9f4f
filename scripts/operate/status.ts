import { setTimeout as sleep } from 'node:timers/promises';

import { Command, Option } from 'commander';
import { createLogUpdate } from 'log-update';

import { chooseProject, connectTo } from './google/connect.js';
import { runCommand } from '../terminal/run-command.js';
import { visible } from '../terminal/visible.js';
import { markAlarms, renderStatus } from './status/render.js';
import { type Status, toJson } from './status/status.js';
import { interruptSignal } from '../terminal/interrupt.js';
import { wholeNumber } from '../terminal/number.js';

/** How often it is read anew, in seconds: Cloud Monitoring has a new figure once a minute. */
const INTERVAL = { emulators: 2, deployed: 30 };

interface Options {
  project?: string;
  once: boolean;
  json: boolean;
  interval?: number;
}

const options = new Command('npm run status --')
  .description(
    'The flow at a glance: rates, backlog, oldest message, dead letters, by tenant. Until Ctrl-C.',
  )
  .option('--project <id>', 'the project; without it that of .firebaserc, in the emulators')
  .option('--once', 'show it once and end', false)
  .option('--json', 'once, as JSON; "missing" says why a figure is null', false)
  .addOption(new Option('--interval <seconds>', 'how often it is read anew').argParser(wholeNumber))
  .parse()
  .opts<Options>();

await runCommand(async () => {
  const read = await openSource();
  if (options.once || options.json) {
    const status = await read();
    if (options.json) console.log(JSON.stringify(toJson(status), undefined, 2));
    else show(renderStatus(status));
    return;
  }
  const signal = interruptSignal();
  const live = process.stdout.isTTY ? createLogUpdate(process.stdout) : undefined;
  const next = live ? (frame: string) => live(markAlarms(visible(frame))) : console.log;
  let status = await read();
  const seconds =
    options.interval ?? (status.source === 'emulators' ? INTERVAL.emulators : INTERVAL.deployed);
  let trouble = '';
  for (;;) {
    next(`${renderStatus(status)}${trouble}`);
    await sleep(seconds * 1000, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) break;
    try {
      status = await read();
      trouble = '';
    } catch (error) {
      // Whoever watches an outage wants to go on watching.
      trouble = `\nIt could not be read anew: ${(error as Error).message}`;
    }
  }
  live?.done();
});

/** Once, and in colour where that is seen. */
function show(text: string): void {
  if (process.stdout.isTTY) process.stdout.write(`${markAlarms(visible(text))}\n`);
  else console.log(text);
}

/** Each source loads clients that the other has no use for. */
async function openSource(): Promise<() => Promise<Status>> {
  const { project, isLocal } = chooseProject(options.project);
  if (isLocal) {
    await connectTo(project, ['firestore', 'pubsub']);
    const { readFromEmulators } = await import('./status/from-emulators.js');
    return () => readFromEmulators(project);
  }
  const { openMonitoring } = await import('./status/from-monitoring.js');
  return openMonitoring(project);
}
