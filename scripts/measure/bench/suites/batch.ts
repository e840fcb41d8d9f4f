import { serveFunction } from '../../../../harness/stack/function-server.js';
import { underLoad } from '../contender.js';
import { inTurn, ratioOf } from '../rounds.js';
import type { Suite } from '../suite.js';

const LOG = {
  text: 'User 555-0199 accessed the system from the office at the usual time of the day',
  severity: 'INFO',
  attributes: { service: 'login', region: 'eu' },
};

/** Requests of one log as JSON against NDJSON requests of many. */
export const batch: Suite = {
  googles: ['stand-in', 'emulators'],
  async run({ env, rounds, seconds, onStep }) {
    const ingest = await serveFunction('ingest', env);
    const job = (type: string, text: string, connections: number) => ({
      headers: { 'content-type': type, 'x-tenant-id': 'acme' },
      body: { kind: 'fixed' as const, text },
      connections,
      limit: { seconds },
    });
    const ndjson = (logs: number) => `${JSON.stringify(LOG)}\n`.repeat(logs);
    try {
      const measured = await inTurn(
        [
          underLoad('JSON, 1 log', ingest, job('application/json', JSON.stringify(LOG), 50)),
          ...([1, 100, 1000] as const).map((logs) =>
            underLoad(
              `NDJSON, ${logs} log${logs === 1 ? '' : 's'}`,
              ingest,
              job('application/x-ndjson', ndjson(logs), logs === 1 ? 50 : 10),
              logs,
            ),
          ),
        ],
        rounds,
        onStep,
      );
      const of1000 = measured[3];
      return {
        title: 'Batches: logs a second of one ingest process',
        measured,
        goals: [
          {
            what: 'a log of NDJSON requests of 1000, processor time of one alone',
            ratio: ratioOf(of1000, 'CPU ms'),
            goal: { atMost: 1 / 20 },
          },
          {
            what: 'logs/s of NDJSON requests of 1000 logs to those of single ones',
            ratio: ratioOf(of1000, 'logs/s'),
            goal: { atLeast: 20 },
          },
        ],
        notes: [],
      };
    } finally {
      await ingest.stop();
    }
  },
};
