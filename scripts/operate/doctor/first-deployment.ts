import { z } from 'zod';

import { FUNCTION_NAMES } from '../../../functions/src/contract/function-names.js';
import { idOf } from '../delivery-policy/deployed-functions.js';
import { type Check, right, warning } from './check.js';
import { liveRules } from './firestore-checks.js';

const channelSchema = z.object({ release: z.looseObject({}).optional() });
const indexesSchema = z.object({ indexes: z.array(z.object({ name: z.string() })).default([]) });

/** Before the first deployment: what it would replace of another application. */
export const FIRST_DEPLOYMENT: Check = {
  name: 'what is there',
  run: async (patient) => {
    const { rest, project, database, config, functions } = patient;
    const site = config.hosting.site ?? project;
    const rules = await liveRules(patient);
    const channel = await rest.get('hosting', `v1beta1/sites/${site}/channels/live`, channelSchema);
    const path = `v1/projects/${project}/databases/${database}/collectionGroups/-/indexes`;
    const indexes = await rest.get('firestore', path, indexesSchema);
    const names = new Set<string>(FUNCTION_NAMES);
    const taken = functions.map(idOf).filter((id) => names.has(id));
    const replaced = [
      rules !== undefined && `the security rules of ${database}`,
      (indexes?.indexes.length ?? 0) > 0 && `the indexes of ${database}, which --force deletes`,
      channel?.release !== undefined && `the site ${site}`,
      taken.length > 0 && `the functions ${taken.join(', ')}`,
    ].filter((part) => part !== false);
    return replaced.length === 0
      ? right('nothing that a deployment would replace')
      : warning(
          `a deployment would replace ${replaced.join('; ')}`,
          `give the gateway a database and a site of its own: npm run beside -- --project ${project}`,
        );
  },
};
