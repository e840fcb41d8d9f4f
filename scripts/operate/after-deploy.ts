import { OperatorError } from '../terminal/operator-error.js';
import { runCommand } from '../terminal/run-command.js';
import { explainRefused, findRefused } from './deploy/invokers.js';
import { idOf, listFunctions, ourFunctions } from './delivery-policy/deployed-functions.js';
import { applyDeliveryPolicy } from './delivery-policy/apply.js';
import { readFirebaseCommand } from './google/firebase-command.js';
import { accessTokenOf } from './google/firebase-login.js';
import { chooseDeployed, loadParameters } from './google/project.js';
import { createGoogleRest } from './google/rest.js';
import { applyServiceAccounts } from './service-accounts/apply.js';
import { printStep, type Step } from './step.js';

// The `postdeploy` hook of firebase.json: does what `firebase` cannot for the deployed functions.

await runCommand(async () => {
  const choice = chooseDeployed(undefined);
  const { project } = choice;
  loadParameters(choice);
  const command = readFirebaseCommand();
  const rest = createGoogleRest(() => accessTokenOf(command));
  const functions = await listFunctions(rest, project);
  const ids = new Set(functions.map(idOf));
  const missing = ['processLogs', 'recordDeadLetters'].filter((id) => !ids.has(id));
  const steps: Step[] = [];
  const work = {
    rest,
    project,
    functions,
    check: false,
    onStep: (step: Step) => {
      steps.push(step);
      printStep(step);
    },
  };

  if (missing.length > 0) {
    console.log(
      `${missing.join(' and ')} of ${project} not deployed yet: the delivery policy comes with their deployment.`,
    );
  } else {
    await applyDeliveryPolicy(work);
    await applyServiceAccounts({
      ...work,
      onStep: (step) => {
        if (step.outcome !== 'unchanged') work.onStep(step);
      },
    });
    const changed = steps.filter(({ outcome }) => outcome !== 'unchanged').length;
    console.log(`The delivery policy of ${project} is set: ${changed} of ${steps.length} changed.`);
  }

  const refused = await findRefused(rest, ourFunctions(functions));
  if (refused.length > 0) throw new OperatorError(explainRefused(project, refused));
  console.log(
    `Check everything with \`npm run doctor -- --project ${project}\`; \`npm run tenant\` creates tenants and their keys.`,
  );
});
