import { Command } from 'commander';

import { OperatorError } from '../terminal/operator-error.js';
import { runCommand } from '../terminal/run-command.js';
import { enableApis, FIRST_APIS, isEnabled } from './deploy/apis.js';
import { listFunctions } from './delivery-policy/deployed-functions.js';
import { firebaseAccessToken } from './google/firebase-login.js';
import { chooseDeployed, loadParameters } from './google/project.js';
import { createGoogleRest } from './google/rest.js';
import { applyServiceAccounts } from './service-accounts/apply.js';
import { printStep } from './step.js';

const options = new Command('npm run accounts --')
  .description(
    'Creates the service accounts that the functions run as, and grants each what it needs. `firebase deploy` runs it first; if you deploy without the permission for that, have an owner run it.',
  )
  .option('--project <id>', 'the project, by its id or an alias')
  .option('--check', 'change nothing; exit code 1 if something differs', false)
  .parse()
  .opts<{ project?: string; check: boolean }>();

await runCommand(async () => {
  const choice = chooseDeployed(options.project);
  const { project } = choice;
  loadParameters(choice);
  const { check } = options;
  const rest = createGoogleRest(firebaseAccessToken);
  if (!check) await enableApis(rest, project, FIRST_APIS);
  const isDeployed = await isEnabled(rest, project, 'cloudfunctions');
  const functions = isDeployed ? await listFunctions(rest, project) : [];
  const steps = await applyServiceAccounts({ rest, project, functions, check, onStep: printStep });
  const differing = steps.filter(({ outcome }) => outcome !== 'unchanged').length;
  if (check && differing > 0) {
    throw new OperatorError(
      `${differing} of ${steps.length} differ: run \`npm run accounts -- --project ${project}\`.`,
    );
  }
  console.log(`The accounts of ${project} are set: ${differing} of ${steps.length} changed.`);
});
