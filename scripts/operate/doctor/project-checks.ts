import { z } from 'zod';

import { ALL_APIS, isEnabled } from '../deploy/apis.js';
import { type Check, right, warning, wrong } from './check.js';

const billingSchema = z.object({ billingEnabled: z.boolean().default(false) });
const appsSchema = z.object({ apps: z.array(z.looseObject({})).default([]) });
const authSchema = z.object({
  signIn: z
    .object({
      email: z
        .object({ enabled: z.boolean().optional(), passwordRequired: z.boolean().optional() })
        .optional(),
    })
    .optional(),
});
const databaseSchema = z.object({
  type: z.string(),
  locationId: z.string(),
  pointInTimeRecoveryEnablement: z.string().optional(),
  deleteProtectionState: z.string().optional(),
});

/** What a project needs before anything is deployed to it. */
export const PROJECT_CHECKS: readonly Check[] = [
  {
    name: 'billing',
    run: async ({ rest, project }) => {
      const found = await rest.get('billing', `v1/projects/${project}/billingInfo`, billingSchema);
      return found?.billingEnabled
        ? right('on: functions need the Blaze plan')
        : wrong(
            'off: functions need the Blaze plan',
            `switch it on: https://console.firebase.google.com/project/${project}/usage/details`,
          );
    },
  },
  {
    name: 'APIs',
    run: async ({ rest, project }) => {
      const enabled = await Promise.all(ALL_APIS.map((api) => isEnabled(rest, project, api)));
      const off = ALL_APIS.filter((_, index) => !enabled[index]);
      return off.length === 0
        ? right(`${ALL_APIS.length} are on`)
        : wrong(
            `off: ${off.join(', ')}`,
            `a deployment switches on what it needs; for all at once: gcloud services enable ${off.map((api) => `${api}.googleapis.com`).join(' ')} --project ${project}`,
          );
    },
  },
  {
    name: 'database',
    run: async ({ rest, project, database }) => {
      const path = `v1/projects/${project}/databases/${database}`;
      const found = await rest.get('firestore', path, databaseSchema);
      if (found === undefined) {
        return wrong(
          `there is no Firestore database ${database}`,
          `npx firebase firestore:databases:create "${database}" --location nam5 --project ${project}`,
        );
      }
      if (found.type !== 'FIRESTORE_NATIVE') {
        return wrong(
          `${database} is in Datastore mode`,
          `give the gateway one of its own: npm run beside -- --project ${project}`,
        );
      }
      const isProtected =
        found.pointInTimeRecoveryEnablement === 'POINT_IN_TIME_RECOVERY_ENABLED' &&
        found.deleteProtectionState === 'DELETE_PROTECTION_ENABLED';
      return isProtected
        ? right(`${database} in ${found.locationId}, protected, recoverable for 7 days`)
        : warning(
            `${database} in ${found.locationId} can be deleted, or cannot be restored`,
            `gcloud firestore databases update --database "${database}" --enable-pitr --delete-protection --project ${project}`,
          );
    },
  },
  {
    name: 'web app',
    run: async ({ rest, project }) => {
      const found = await rest.get('firebase', `v1beta1/projects/${project}/webApps`, appsSchema);
      return (found?.apps.length ?? 0) > 0
        ? right('the page gets its configuration from it')
        : wrong(
            'there is none, so the page has no configuration',
            `npx firebase apps:create web readers --project ${project}`,
          );
    },
  },
  {
    name: 'sign-in',
    run: async ({ rest, project }) => {
      const console = `https://console.firebase.google.com/project/${project}/authentication/providers`;
      const found = await rest.get('identity', `admin/v2/projects/${project}/config`, authSchema);
      if (found === undefined) {
        return wrong(
          'Firebase Auth was never set up: no reader can sign in',
          `set it up: ${console}`,
        );
      }
      const { enabled = false, passwordRequired = false } = found.signIn?.email ?? {};
      if (!enabled) {
        return warning(
          'e-mail links are off; other providers are not checked',
          `switch them on: ${console}`,
        );
      }
      return passwordRequired
        ? warning(
            'passwords are on, but e-mail links are off: anyone can sign up with anyone’s address',
            `prefer e-mail links: ${console}`,
          )
        : right('e-mail links are on');
    },
  },
];
