import { PubSub } from '@google-cloud/pubsub';

import { serveFunction } from '../../../../harness/stack/function-server.js';
import { emulatedFirestore } from '../../../../harness/support/firestore.js';
import { MAX_ALERTS } from '../../../../functions/src/limits.js';
import { underLoad } from '../contender.js';
import { inTurn, ratioTo } from '../rounds.js';
import type { Suite } from '../suite.js';
import { deliveries } from './deliveries.js';

/** Logs a message, and messages under way at once. */
const SIZES = [
  { logs: 1, connections: 50 },
  { logs: 500, connections: 2 },
] as const;

/** What people ask to be told of, in every form that the language has. `"request 100"` comes, rarely. */
const QUERIES = [
  'timeout',
  'severity>=ERROR',
  'severity>=CRITICAL service=shop',
  '"connection refused"',
  '"request 100"',
  'panic OR fatal OR segfault',
  'out of memory',
  'oom*',
  'status>=500',
  'http.status>=500 -healthcheck',
  'path:checkout status=502',
  'disk full',
  '"no space left on device"',
  'login failed -"test user"',
  'service=payments severity>=WARNING',
  'deadlock',
  'certificate expired',
  'trace=* timeout',
  'NOT (source=json_upload OR source=text_upload)',
] as const;

const count = (query: string) => ({ query, condition: { kind: 'count', matches: 10, minutes: 5 } });
const none = (query: string) => ({ query, condition: { kind: 'none', minutes: 5 } });

const WATCHED = [...QUERIES.map(count), none('user accessed')];
const TENANTS = {
  'without alerts': [],
  [`with ${MAX_ALERTS} alerts`]: WATCHED,
  [`with ${MAX_ALERTS} alerts, one of which asks for every log`]: [
    ...WATCHED.slice(1),
    count('user accessed'),
  ],
};

/** `processLogs` for a tenant with as many alerts as it may have, against one without. */
export const alerts: Suite = {
  googles: ['emulators'],
  async run({ env, rounds, seconds, onStep }) {
    const names = Object.keys(TENANTS);
    const projectId = env['GCLOUD_PROJECT'] ?? '';
    const firestore = emulatedFirestore({ projectId });
    const pubsub = new PubSub({ projectId });
    const topic = 'bench-alerts';
    await pubsub.createTopic(topic);
    await pubsub.close();
    for (const [at, watched] of Object.values(TENANTS).entries()) {
      await firestore.doc(`tenants/alerts-${at}`).set({
        alerts: watched.map((alert, n) => Object.assign({ id: idOf(n) }, alert)),
      });
    }
    await firestore.terminate();
    const worker = await serveFunction('processLogs', { ...env, PUBSUB_ALERTS_TOPIC: topic });
    try {
      const contenders = SIZES.flatMap(({ logs, connections }) =>
        names.map((name, at) =>
          underLoad(
            `${name}, ${logs} a message`,
            worker,
            deliveries({ tenantId: `alerts-${at}`, logs }, connections, seconds),
            logs,
          ),
        ),
      );
      const measured = await inTurn(contenders, rounds, onStep);
      return {
        title: 'Alerts: logs stored for a tenant that has as many as it may',
        measured,
        goals: SIZES.map(({ logs }, at) => {
          const first = at * names.length;
          return {
            what: `logs/s with ${MAX_ALERTS} alerts to those without, ${logs} a message`,
            ratio: ratioTo(measured[first + 1], measured[first], 'logs/s'),
            goal: { atLeast: 0.9 },
          };
        }),
        notes: [
          'An alert that asks for every log costs a message more on the topic of alerts for each message of logs.',
        ],
      };
    } finally {
      await worker.stop();
    }
  },
};

const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
