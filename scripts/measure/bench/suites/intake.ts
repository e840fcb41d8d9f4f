import { serveFunction } from '../../../../harness/stack/function-server.js';
import { underLoad } from '../contender.js';
import { FLOORS } from '../floors.js';
import { inTurn, ratioOf } from '../rounds.js';
import type { Suite } from '../suite.js';

const CONNECTIONS = 50;
const BODY = JSON.stringify({
  tenant_id: 'acme',
  text: 'User 555-0199 accessed the system from the office at the usual time of the day',
  severity: 'INFO',
  attributes: { service: 'login', region: 'eu' },
});

/** `ingest` against a function that only publishes the body, and one that only answers. */
export const intake: Suite = {
  googles: ['stand-in', 'emulators'],
  async run({ google, env, rounds, seconds, onStep }) {
    const [publish, ingest, answer] = await Promise.all([
      serveFunction(FLOORS.publish, google.bare),
      serveFunction('ingest', env),
      serveFunction(FLOORS.answer, google.bare),
    ]);
    try {
      const job = {
        headers: { 'content-type': 'application/json' },
        body: { kind: 'fixed' as const, text: BODY },
        connections: CONNECTIONS,
        limit: { seconds },
      };
      const measured = await inTurn(
        [
          underLoad('a bare function that publishes', publish, job),
          underLoad('ingest', ingest, job),
          underLoad('a bare function that answers', answer, job),
        ],
        rounds,
        onStep,
      );
      const ours = measured[1];
      return {
        title: `Intake: one JSON log a request, ${CONNECTIONS} connections`,
        measured,
        goals: [
          {
            what: 'ingest, processor time a request of the bare publisher',
            ratio: ratioOf(ours, 'CPU ms'),
            goal: { atMost: 1.15 },
          },
          {
            what: 'ingest, requests/s of the bare publisher',
            ratio: ratioOf(ours, 'requests/s'),
            goal: { atLeast: 0.95 },
          },
        ],
        notes: [],
      };
    } finally {
      await Promise.all([publish, ingest, answer].map((server) => server.stop()));
    }
  },
};
