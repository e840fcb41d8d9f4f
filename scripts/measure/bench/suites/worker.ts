import { serveFunction } from '../../../../harness/stack/function-server.js';
import { underLoad } from '../contender.js';
import { FLOORS } from '../floors.js';
import { inTurn } from '../rounds.js';
import type { Suite } from '../suite.js';

/** Logs a message, and messages under way at once. */
const SIZES = [
  { logs: 1, connections: 50 },
  { logs: 10, connections: 10 },
  { logs: 500, connections: 2 },
] as const;

/** What Eventarc sets on a push delivery, so that the framework takes the body for an event. */
export const DELIVERY = {
  'content-type': 'application/json',
  'ce-specversion': '1.0',
  'ce-id': '1',
  'ce-source': '//pubsub.googleapis.com/projects/demo-bench/topics/bench',
  'ce-type': 'google.cloud.pubsub.topic.v1.messagePublished',
};

/** The path that the framework makes a push delivery of. */
export const DELIVERY_PATH = '/projects/demo-bench/topics/bench';

/** `processLogs` against a function that only decodes and creates the documents. */
export const worker: Suite = async ({ env, rounds, seconds, onStep }) => {
  const [create, processLogs] = await Promise.all([
    serveFunction(FLOORS.create, env),
    serveFunction('processLogs', env),
  ]);
  try {
    const contenders = SIZES.flatMap(({ logs, connections }) => {
      const job = (tenantId: string) => ({
        path: DELIVERY_PATH,
        headers: DELIVERY,
        body: { kind: 'messages' as const, tenantId, logs },
        connections,
        limit: { seconds },
      });
      return [
        underLoad(`a bare function that creates, ${logs} a message`, create, job('bare'), logs),
        underLoad(`processLogs, ${logs} a message`, processLogs, job('bench'), logs),
      ];
    });
    const measured = await inTurn(contenders, rounds, onStep);
    const logsPerSecond = (index: number) => measured[index]?.figures['logs/s']?.median ?? NaN;
    return {
      title: 'Worker: logs redacted and stored',
      measured,
      goals: [
        {
          what: 'processLogs, logs/s of the bare creator at one log a message',
          ratio: logsPerSecond(1) / logsPerSecond(0),
          goal: { atLeast: 0.9 },
        },
        {
          what: 'processLogs, logs/s at 500 logs a message to those at one',
          ratio: logsPerSecond(5) / logsPerSecond(1),
          goal: { atLeast: 10 },
        },
      ],
      notes: [],
    };
  } finally {
    await Promise.all([create, processLogs].map((server) => server.stop()));
  }
};
