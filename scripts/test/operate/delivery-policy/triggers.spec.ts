import assert from 'node:assert/strict';

import type { DeployedFunction } from '../../../operate/delivery-policy/deployed-functions.js';
import { findTriggers } from '../../../operate/delivery-policy/triggers.js';
import type { GoogleRest } from '../../../operate/google/rest.js';

const TRIGGER = 'projects/p/locations/r/triggers/t';
const SUBSCRIPTION = 'projects/p/subscriptions/s';
const DEPLOYED: DeployedFunction = {
  name: 'projects/p/locations/r/functions/processLogs',
  labels: {},
  buildConfig: {},
  serviceConfig: {},
  eventTrigger: { trigger: TRIGGER, retryPolicy: 'RETRY_POLICY_RETRY' },
};

/** Has the resources in `known`, each after that many polls. */
function restWith(known: ReadonlyMap<string, { looks: number; found: unknown }>): GoogleRest {
  const looks = new Map<string, number>();
  return {
    get: (_api, path, schema) => {
      const seen = (looks.get(path) ?? 0) + 1;
      looks.set(path, seen);
      const resource = known.get(path);
      const isThere = resource !== undefined && seen > resource.looks;
      return Promise.resolve(isThere ? schema.parse(resource.found) : undefined);
    },
    send: () => Promise.reject(new Error('nothing is changed')),
  };
}

describe('the triggers of deployed functions', () => {
  const topic = 'projects/p/topics/log-ingestion';
  const trigger = { transport: { pubsub: { topic, subscription: SUBSCRIPTION } } };

  it('are waited for, and so are their subscriptions', async () => {
    const rest = restWith(
      new Map([
        [`v1/${TRIGGER}`, { looks: 2, found: trigger }],
        [`v1/${SUBSCRIPTION}`, { looks: 1, found: { name: SUBSCRIPTION } }],
      ]),
    );
    assert.deepEqual(await findTriggers(rest, [DEPLOYED], [1, 1, 1]), [
      { functionName: DEPLOYED.name, topic, subscription: SUBSCRIPTION },
    ]);
  });

  it('are named if they do not appear, without advice to delete what may hold a backlog', async () => {
    await assert.rejects(findTriggers(restWith(new Map()), [DEPLOYED], [1]), ({ message }) => {
      assert.match(message, /The trigger \S+ of processLogs \(r\) of p, or its subscription/);
      assert.match(message, /npm run delivery-policy -- --project p/);
      assert.doesNotMatch(message, /functions:delete|subscriptions delete/);
      return true;
    });
  });
});
