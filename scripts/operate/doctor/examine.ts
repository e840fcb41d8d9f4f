import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { databaseId } from '../../../functions/src/config.js';
import { isEnabled } from '../deploy/apis.js';
import { listFunctions, ourFunctions } from '../delivery-policy/deployed-functions.js';
import { ownConfigName } from '../deploy/own-config.js';
import { loadParameters, type Choice } from '../google/project.js';
import type { GoogleRest } from '../google/rest.js';
import type { Check, Finding, Patient } from './check.js';
import { FIRESTORE_CHECKS } from './firestore-checks.js';
import { FIRST_DEPLOYMENT } from './first-deployment.js';
import { FUNCTION_CHECKS } from './function-checks.js';
import { PROJECT_CHECKS } from './project-checks.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Runs every check; one that cannot be run hides no other. */
export async function examine(
  rest: GoogleRest,
  choice: Choice,
  onFinding: (finding: Finding) => void = () => {},
): Promise<Finding[]> {
  loadParameters(choice);
  const patient = await admit(rest, choice.project);
  const checks: readonly Check[] =
    patient.ours.length === 0
      ? [...PROJECT_CHECKS, FIRST_DEPLOYMENT, ...FUNCTION_CHECKS.slice(0, 1)]
      : [...PROJECT_CHECKS, ...FIRESTORE_CHECKS, ...FUNCTION_CHECKS];
  const findings: Finding[] = [];
  for (const check of checks) {
    const finding = await make(check, patient);
    findings.push(finding);
    onFinding(finding);
  }
  return findings;
}

async function admit(rest: GoogleRest, project: string): Promise<Patient> {
  const own = ownConfigName(project);
  const configName = existsSync(join(ROOT, own)) ? own : 'firebase.json';
  const isOn = await isEnabled(rest, project, 'cloudfunctions');
  const functions = isOn ? await listFunctions(rest, project) : [];
  return {
    rest,
    project,
    database: databaseId(),
    configName,
    config: JSON.parse(readFileSync(join(ROOT, configName), 'utf8')),
    functions,
    ours: ourFunctions(functions),
  };
}

async function make({ name, ...check }: Check, patient: Patient): Promise<Finding> {
  try {
    return { name, ...(await check.run(patient)) };
  } catch (error) {
    return {
      name,
      outcome: 'unknown',
      detail: error instanceof Error ? error.message : String(error),
    };
  }
}
