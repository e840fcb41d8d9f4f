import { serveFunction } from '../../../../harness/stack/function-server.js';
import { ALERT_TENANTS } from '../alert-tenants.js';
import { underLoad } from '../contender.js';
import { inTurn, ratioTo } from '../rounds.js';
import type { Goal, Suite } from '../suite.js';
import { deliveries } from './deliveries.js';

/** Logs a message, and messages under way at once. */
const SIZES = [
  { logs: 1, connections: 50 },
  { logs: 500, connections: 2 },
] as const;

/** `processLogs` for a tenant with as many alerts as it may have, against one without. */
export const alerts: Suite = {
  googles: ['stand-in', 'emulators'],
  async run({ env, rounds, seconds, onStep }) {
    const worker = await serveFunction('processLogs', env);
    try {
      const contenders = SIZES.flatMap(({ logs, connections }) =>
        ALERT_TENANTS.map(({ id, name }) =>
          underLoad(
            `${name}, ${logs} a message`,
            worker,
            deliveries({ tenantId: id, logs }, connections, seconds),
            logs,
          ),
        ),
      );
      const measured = await inTurn(contenders, rounds, onStep);
      const goals = SIZES.map(({ logs }, at): Goal => {
        const [without, withAlerts] = measured.slice(at * ALERT_TENANTS.length);
        return {
          what: `logs/s of a tenant with alerts to those of one without, ${logs} a message`,
          ratio: ratioTo(withAlerts, without, 'logs/s'),
          goal: { atLeast: 0.9 },
        };
      });
      return {
        title: 'Alerts: logs stored for a tenant that has as many as it may',
        measured,
        goals,
        notes: [
          'An alert that asks for every log costs a message more for each message of logs, on the topic of alerts.',
        ],
      };
    } finally {
      await worker.stop();
    }
  },
};
