import { Command } from 'commander';

import { explain } from './google/errors.js';
import { firebaseAccessToken } from './google/firebase-login.js';
import { createMonitoringClients } from './google/monitoring-clients.js';
import { chooseNamed } from './google/project.js';
import { createGoogleRest } from './google/rest.js';
import { OperatorError } from '../terminal/operator-error.js';
import { runCommand } from '../terminal/run-command.js';
import { applyMonitoring } from './monitoring/apply.js';
import type { Step } from './monitoring/steps.js';

interface Options {
  project?: string;
  region?: string;
  channel?: string[];
}

const program = new Command('npm run monitoring --')
  .description(
    'Metrics, dashboard and alerts of a deployed gateway, from the files in monitoring/.',
  )
  .showHelpAfterError('Add --help for the options.');

command('apply', 'applies them, and leaves alone what already matches').action((options: Options) =>
  run(options, false, (steps) => {
    const changed = steps.filter(({ outcome }) => outcome !== 'unchanged').length;
    console.log(`${changed} of ${steps.length} were changed.`);
  }),
);

command('diff', 'changes nothing; exit code 1 if something differs').action((options: Options) =>
  run(options, true, (steps, project) => {
    const differing = steps.filter(({ outcome }) => outcome !== 'unchanged').length;
    if (differing > 0) {
      throw new OperatorError(
        `${differing} of ${steps.length} differ: run \`npm run monitoring -- apply --project ${project}\`.`,
      );
    }
    console.log(`All ${steps.length} match monitoring/.`);
  }),
);

await program.parseAsync();

function command(name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .option('--project <id>', 'the project, by its id or an alias')
    .option(
      '--channel <channel...>',
      'who is notified: e-mail addresses, or projects/P/notificationChannels/N; by default, alerts keep their channels',
    )
    .option('--region <region>', 'watch the functions of this region only');
}

async function run(
  { project: named, region, channel }: Options,
  check: boolean,
  report: (steps: Step[], project: string) => void,
): Promise<void> {
  await runCommand(async () => {
    const { project } = chooseNamed(named);
    let told = false;
    try {
      const steps = await applyMonitoring({
        rest: createGoogleRest(firebaseAccessToken),
        clients: createMonitoringClients(firebaseAccessToken),
        project,
        check,
        ...(region !== undefined && { region }),
        ...(channel !== undefined && { channels: channel }),
        onStep: ({ what, outcome, differing }) =>
          console.log(
            `${outcome.padEnd(9)}  ${what}${differing.length > 0 ? `: ${differing.join(', ')}` : ''}`,
          ),
        onWait: () => {
          if (!told) console.error('Waiting until Cloud Monitoring knows the new metrics…');
          told = true;
        },
      });
      report(steps, project);
    } catch (error) {
      throw explain(error);
    }
  });
}
