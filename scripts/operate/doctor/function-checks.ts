import { createRequire } from 'node:module';

import { explainRefused, findRefused } from '../deploy/invokers.js';
import { applyDeliveryPolicy } from '../delivery-policy/apply.js';
import { describeFunction, idOf } from '../delivery-policy/deployed-functions.js';
import { applyServiceAccounts } from '../service-accounts/apply.js';
import type { Step } from '../step.js';
import { type Check, type Patient, right, warning, wrong } from './check.js';

/** Processors a region that Cloud Run gives a new project: https://cloud.google.com/run/quotas */
const NEW_PROJECT_CPUS = 20;

/** Checks of deployed functions. */
export const FUNCTION_CHECKS: readonly Check[] = [
  {
    name: 'functions',
    run: ({ ours, project, configName }) => {
      const broken = ours.filter(({ state }) => state !== 'ACTIVE');
      const deploy = `npx firebase deploy --config ${configName} --project ${project}`;
      if (ours.length === 0) return wrong('none is deployed', deploy);
      return broken.length === 0
        ? right(`${ours.length} are deployed`)
        : wrong(
            `not active: ${broken.map(describeFunction).join(', ')}`,
            `deploy again: ${deploy}`,
          );
    },
  },
  {
    name: 'runtime',
    run: ({ ours }) => {
      const runtimes = [...new Set(ours.map(({ buildConfig }) => buildConfig.runtime ?? ''))];
      const [first] = runtimes.map((name) => ({ name, ...RUNTIMES[name] })).toSorted(byEnd);
      if (first?.deprecationDate === undefined) return right(runtimes.join(', '));
      const detail = `${first.name} is supported until ${first.deprecationDate}`;
      return isNear(first.deprecationDate)
        ? warning(detail, 'set a newer `runtime` in firebase.json and deploy')
        : right(detail);
    },
  },
  {
    name: 'callers',
    run: async ({ rest, project, ours }) => {
      const refused = await findRefused(rest, ours);
      return refused.length === 0
        ? right('everyone may call ingest and the admins’ functions')
        : wrong('clients get 403 from Cloud Run', explainRefused(project, refused));
    },
  },
  {
    name: 'accounts',
    run: async (patient) => {
      const differing = await differingSteps(applyServiceAccounts, patient);
      return differing.length === 0
        ? right('each function has the roles that it needs')
        : wrong(list(differing), `npm run accounts -- --project ${patient.project}`);
    },
  },
  {
    name: 'delivery policy',
    run: async (patient) => {
      const differing = await differingSteps(applyDeliveryPolicy, patient);
      return differing.length === 0
        ? right('5 deliveries, then the dead-letter topic; 7 days of retention')
        : wrong(list(differing), `npm run delivery-policy -- --project ${patient.project}`);
    },
  },
  {
    name: 'instances',
    run: ({ ours }) => {
      const large = ours.filter(
        ({ serviceConfig: { maxInstanceCount = 100, availableCpu = '1' } }) =>
          maxInstanceCount * Number(availableCpu) > NEW_PROJECT_CPUS,
      );
      return large.length === 0
        ? right(
            `${ours.map((f) => `${idOf(f)} ${f.serviceConfig.maxInstanceCount ?? 100}`).join(', ')} at most`,
          )
        : warning(
            `more than ${NEW_PROJECT_CPUS} processors, a new project’s quota: ${large.map(idOf).join(', ')}`,
            'make sure that Cloud Run’s quota "CPU allocation per region" is large enough: https://console.cloud.google.com/iam-admin/quotas',
          );
    },
  },
];

async function differingSteps(
  apply: (options: Patient & { check: boolean; onStep: (step: Step) => void }) => Promise<Step[]>,
  patient: Patient,
): Promise<Step[]> {
  const steps = await apply({ ...patient, check: true, onStep: () => {} });
  return steps.filter(({ outcome }) => outcome !== 'unchanged');
}

function list(steps: readonly Step[]): string {
  return `differs: ${steps.map(({ what, detail }) => `${what} (${detail})`).join('; ')}`;
}

/** What firebase-tools knows of each runtime; the version installed is the one that deploys. */
const RUNTIMES = (
  createRequire(import.meta.url)(
    'firebase-tools/lib/deploy/functions/runtimes/supported/types.js',
  ) as {
    RUNTIMES: Record<string, { deprecationDate?: string } | undefined>;
  }
).RUNTIMES;

const HALF_A_YEAR_MS = 182 * 86_400_000;

function isNear(date: string): boolean {
  return Date.parse(date) - Date.now() < HALF_A_YEAR_MS;
}

function byEnd(a: { deprecationDate?: string }, b: { deprecationDate?: string }): number {
  return (a.deprecationDate ?? '9').localeCompare(b.deprecationDate ?? '9');
}
