import { Command } from 'commander';

import { applyDeliveryPolicy } from './delivery-policy/apply.js';
import { firebaseAccessToken } from './google/firebase-login.js';
import { createGoogleRest } from './google/rest.js';
import { OperatorError } from '../terminal/operator-error.js';
import { runCommand } from '../terminal/run-command.js';

const command = new Command('npm run delivery-policy --')
  .description(
    'Sets how Pub/Sub delivers to the deployed functions: 5 attempts with backoff, then the dead-letter topic. `firebase deploy` runs it at its end.',
  )
  .option(
    '--project <id>',
    'the project; `firebase deploy` names it',
    process.env['GCLOUD_PROJECT'],
  )
  .option('--check', 'change nothing; exit code 1 where something differs', false)
  .parse();

await runCommand(async () => {
  const { project, check } = command.opts<{ project?: string; check: boolean }>();
  if (!project) throw new OperatorError('Which project? Say it with --project ID.');
  const rest = createGoogleRest(firebaseAccessToken);
  const steps = await applyDeliveryPolicy({
    rest,
    project,
    check,
    onStep: ({ what, outcome, detail }) => console.log(`${outcome.padEnd(9)}  ${what}: ${detail}`),
  });
  const differing = steps.filter(({ outcome }) => outcome !== 'unchanged').length;
  if (check && differing > 0) {
    throw new OperatorError(
      `${differing} of ${steps.length} differ: run \`npm run delivery-policy -- --project ${project}\`.`,
    );
  }
  console.log(`The delivery policy of ${project} is set: ${differing} of ${steps.length} changed.`);
});
