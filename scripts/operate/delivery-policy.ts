import { Command } from 'commander';

import { OperatorError } from '../terminal/operator-error.js';
import { runCommand } from '../terminal/run-command.js';
import { applyDeliveryPolicy } from './delivery-policy/apply.js';
import { listFunctions } from './delivery-policy/deployed-functions.js';
import { firebaseAccessToken } from './google/firebase-login.js';
import { chooseDeployed } from './google/project.js';
import { createGoogleRest } from './google/rest.js';
import { printStep } from './step.js';

const options = new Command('npm run delivery-policy --')
  .description(
    'Sets how Pub/Sub delivers to the deployed functions: 5 attempts with backoff, then the dead-letter topic. `firebase deploy` does this at the end.',
  )
  .option('--project <id>', 'the project, by its id or an alias')
  .option('--check', 'change nothing; exit code 1 if something differs', false)
  .parse()
  .opts<{ project?: string; check: boolean }>();

await runCommand(async () => {
  const { project } = chooseDeployed(options.project);
  const { check } = options;
  const rest = createGoogleRest(firebaseAccessToken);
  const functions = await listFunctions(rest, project);
  const steps = await applyDeliveryPolicy({ rest, project, functions, check, onStep: printStep });
  const differing = steps.filter(({ outcome }) => outcome !== 'unchanged').length;
  if (check && differing > 0) {
    throw new OperatorError(
      `${differing} of ${steps.length} differ: run \`npm run delivery-policy -- --project ${project}\`.`,
    );
  }
  console.log(`The delivery policy of ${project} is set: ${differing} of ${steps.length} changed.`);
});
