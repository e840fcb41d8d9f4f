import { Command } from 'commander';

import { OperatorError } from '../terminal/operator-error.js';
import { runCommand } from '../terminal/run-command.js';
import { enableApis } from './deploy/apis.js';
import { type Place, writeDatabaseParameter, writeOwnConfig } from './deploy/beside.js';
import { ownConfigName } from './deploy/own-config.js';
import { makeDatabase, makeSite } from './deploy/own-resources.js';
import { firebaseAccessToken } from './google/firebase-login.js';
import { chooseDeployed } from './google/project.js';
import { createGoogleRest } from './google/rest.js';
import { printStep } from './step.js';

const options = new Command('npm run beside --')
  .description(
    'Prepares a project that has another application: the gateway gets a Firestore database and a Hosting site of its own, and a configuration that deploys to them.',
  )
  .option('--project <id>', 'the project, by its id or an alias')
  .option('--database <id>', 'its Firestore database, created if missing', 'logs')
  .option('--site <id>', 'its Hosting site, created if missing; PROJECT-logs by default')
  .option('--location <name>', 'location of a new database; it cannot be moved later', 'nam5')
  .parse()
  .opts<{ project?: string; database: string; site?: string; location: string }>();

await runCommand(async () => {
  const { project } = chooseDeployed(options.project);
  const { database, location } = options;
  if (!/^[a-z][a-z0-9-]{2,61}[a-z0-9]$/.test(database)) {
    throw new OperatorError(
      'A database of its own has 4 to 63 of a-z, 0-9 and -, and begins with a letter: `logs`.',
    );
  }
  const { site = `${project}-logs` } = options;
  if (!/^[a-z0-9][a-z0-9-]*[a-z0-9]$/.test(site)) {
    throw new OperatorError('A Hosting site has only a-z, 0-9 and -: pass one with --site.');
  }
  const place: Place = { project, database, site };
  const rest = createGoogleRest(firebaseAccessToken);
  await enableApis(rest, project, ['firestore', 'firebasehosting']);
  printStep(await makeDatabase(rest, place, location));
  printStep(await makeSite(rest, place));
  printStep(writeDatabaseParameter(place));
  printStep(writeOwnConfig(place));
  console.log(
    `Check both files in, and deploy with \`npx firebase deploy --config ${ownConfigName(project)} --project ${project}\`.`,
  );
});
