import { runCommand } from '../terminal/run-command.js';
import { requireOwnConfig } from './deploy/own-config.js';
import { prepareAccounts } from './deploy/prepare-accounts.js';
import { readFirebaseCommand } from './google/firebase-command.js';
import { accessTokenOf } from './google/firebase-login.js';
import { chooseDeployed, loadParameters } from './google/project.js';
import { createGoogleRest } from './google/rest.js';

// The `predeploy` hook of firebase.json. Its argument is the configuration that contains it.

await runCommand(async () => {
  const choice = chooseDeployed(undefined);
  loadParameters(choice);
  requireOwnConfig(choice.project, process.argv[2] ?? 'firebase.json');
  const command = readFirebaseCommand();
  const rest = createGoogleRest(() => accessTokenOf(command));
  await prepareAccounts(rest, choice.project, command.dryRun);
});
