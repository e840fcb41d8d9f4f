import { serveFunction } from '../../../../harness/stack/function-server.js';
import { underLoad } from '../contender.js';
import { inTurn, ratioOf } from '../rounds.js';
import type { Goal, Suite } from '../suite.js';

const LOGS = 100;
const CONNECTIONS = 10;
const TEXT = 'User 555-0199 accessed the system from the office at the usual time of the day';
const ATTRIBUTES = '"attributes":{"service":"login","region":"eu"}';

/** Lines by what is wrong with each. */
const LINES: Readonly<Record<string, string>> = {
  'as it should be': `{"text":"${TEXT}","timestamp":"2026-01-15T10:30:00Z",${ATTRIBUTES}}`,
  'a time that is none': `{"text":"${TEXT}","timestamp":"the day before",${ATTRIBUTES}}`,
  'a text that is a number': `{"text":12345.678,"timestamp":"2026-01-15T10:30:00Z",${ATTRIBUTES}}`,
  'one key twice': `{"text":"${TEXT}","timestamp":"2026-01-15T10:30:00Z","attributes":{"service":"login","service":"eu"}}`,
  'an array in an array': `{"text":"${TEXT}","timestamp":"2026-01-15T10:30:00Z","attributes":{"at":[[1,2],[3,4]]}}`,
  'no JSON': `${TEXT}, service=login region=eu`,
};

/** Malformed logs may cost more to keep than well-formed ones, but not much. */
const MOST = 2;

/** What repairing logs costs `ingest`. */
export const repairs: Suite = {
  googles: ['stand-in'],
  async run({ env, rounds, seconds, onStep }) {
    const server = await serveFunction('ingest', env);
    try {
      const contenders = Object.entries(LINES).map(([name, line]) =>
        underLoad(
          name,
          server,
          {
            headers: { 'content-type': 'application/x-ndjson', 'x-tenant-id': 'acme' },
            body: { kind: 'fixed', text: `${line}\n`.repeat(LOGS) },
            connections: CONNECTIONS,
            limit: { seconds },
          },
          LOGS,
        ),
      );
      const measured = await inTurn(contenders, rounds, onStep);
      const goals = measured.slice(1).map((each): Goal => ({
        what: `${each.name}, processor time of a log as it should be`,
        ratio: ratioOf(each, 'CPU ms'),
        goal: { atMost: MOST },
      }));
      return { title: `Repairs: NDJSON, ${LOGS} logs a request`, measured, goals, notes: [] };
    } finally {
      await server.stop();
    }
  },
};
