import { GoogleError } from '../google/errors.js';
import type { GoogleRest } from '../google/rest.js';
import { OperatorError } from '../../terminal/operator-error.js';
import { applyServiceAccounts } from '../service-accounts/apply.js';
import { printStep, type Step } from '../step.js';
import { enableApis, FIRST_APIS } from './apis.js';

/**
 * Creates the accounts before a deployment names them. If the deployer lacks permission,
 * an administrator must have run `npm run accounts` once, and the deployment continues.
 */
export async function prepareAccounts(
  rest: GoogleRest,
  project: string,
  check: boolean,
): Promise<void> {
  let made: Step | undefined;
  try {
    if (!check) {
      const enabled = await enableApis(rest, project, FIRST_APIS);
      if (enabled.length > 0) console.log(`changed    APIs: ${enabled.join(', ')} switched on`);
    }
    await applyServiceAccounts({
      rest,
      project,
      functions: [],
      check,
      onStep: (step) => {
        made = step;
        if (step.outcome !== 'unchanged') printStep(step);
      },
    });
  } catch (error) {
    if (!(error instanceof OperatorError) && !(error instanceof GoogleError)) throw error;
    console.warn(
      `\nThe service accounts of ${project} could not be checked or created${made === undefined ? '' : ` after ${made.what}`}. If any is missing, the deployment ends with "Service account … was not found": an owner of the project runs \`npm run accounts -- --project ${project}\` once. (${error.message})\n`,
    );
  }
}
