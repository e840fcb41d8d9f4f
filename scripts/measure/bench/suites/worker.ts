import { serveFunction } from '../../../../harness/stack/function-server.js';
import { underLoad } from '../contender.js';
import { FLOORS } from '../floors.js';
import { inTurn, ratioTo } from '../rounds.js';
import type { Suite } from '../suite.js';
import { deliveries } from './deliveries.js';

/** Logs a message, and messages under way at once. */
const SIZES = [
  { logs: 1, connections: 50 },
  { logs: 10, connections: 10 },
  { logs: 500, connections: 2 },
] as const;

/**
 * `processLogs` against a function that only decodes and creates the documents. Neither indexes
 * words: what that costs is a suite of its own.
 */
export const worker: Suite = {
  googles: ['stand-in', 'emulators'],
  async run({ google, env, rounds, seconds, onStep }) {
    const [create, processLogs] = await Promise.all([
      serveFunction(FLOORS.create, google.bare),
      serveFunction('processLogs', env),
    ]);
    try {
      const contenders = SIZES.flatMap(({ logs, connections }) => {
        const job = (tenantId: string) => deliveries({ tenantId, logs }, connections, seconds);
        const name = `${logs} a message`;
        return [
          underLoad(`a bare function that creates, ${name}`, create, job('bare'), logs),
          underLoad(`processLogs, ${name}`, processLogs, job('search-off'), logs),
        ];
      });
      const measured = await inTurn(contenders, rounds, onStep);
      const [bare, one] = measured;
      const many = measured[5];
      return {
        title: 'Worker: logs redacted and stored, without their words',
        measured,
        goals: [
          {
            what: 'processLogs, 1 log a message, processor time of the bare creator',
            ratio: ratioTo(one, bare, 'CPU ms'),
            goal: { atMost: 1 / 1.5 },
          },
          {
            what: 'processLogs, 1 log a message, logs/s of the bare creator',
            ratio: ratioTo(one, bare, 'logs/s'),
            goal: { atLeast: 1.5 },
          },
          {
            what: 'processLogs, 500 logs a message, processor time of the bare creator with 1',
            ratio: ratioTo(many, bare, 'CPU ms'),
            goal: { atMost: 1 / 15 },
          },
          {
            what: 'processLogs, 500 logs a message, logs/s of the bare creator with 1',
            ratio: ratioTo(many, bare, 'logs/s'),
            goal: { atLeast: 15 },
          },
        ],
        notes: [],
      };
    } finally {
      await Promise.all([create, processLogs].map((server) => server.stop()));
    }
  },
};
