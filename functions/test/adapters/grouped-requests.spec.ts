import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { createDocuments } from '../../src/adapters/firestore-rest/documents.js';
import type { Call, Connection } from '../../src/adapters/google-rest/connection.js';
import { ServiceError } from '../../src/adapters/google-rest/service-error.js';
import { createLogStore } from '../../src/adapters/log-store.js';
import { openTopic } from '../../src/adapters/pubsub-rest/topic.js';
import { tenantSchema } from '../../src/contract/tenant.js';
import { GRPC } from '../../src/lib/grpc-codes.js';
import { createStoreLogs } from '../../src/process/store-logs.js';
import { logMessage } from '../../../harness/support/messages.js';

const TIMEOUT_MS = 10_000;

interface Asked {
  messages?: { data: string }[];
  writes?: { update: { name: string } }[];
}

/** A service that holds each request until told to answer, and refuses requests with poison in them. */
function createService({ busy = [] }: { busy?: string[] } = {}) {
  const held: (() => void)[] = [];
  const requests: string[][] = [];
  let isOpen = false;
  const connection: Connection = {
    async call({ body = '' }: Call) {
      const { messages = [], writes = [] } = JSON.parse(String(body)) as Asked;
      const names = [
        ...messages.map(({ data }) => Buffer.from(data, 'base64').toString()),
        ...writes.map(({ update: { name } }) => name.split('/').at(-1) ?? ''),
      ];
      requests.push(names);
      if (!isOpen) await new Promise<void>((resolve) => held.push(resolve));
      if (names.includes('poison')) throw new ServiceError(GRPC.INVALID_ARGUMENT, 'refused');
      const codeOf = (name: string) => (busy.includes(name) ? { code: GRPC.ALREADY_EXISTS } : {});
      return { messageIds: messages.map(() => 'id'), status: names.map(codeOf) };
    },
  };
  return {
    connection,
    requests,
    /** Answers all held requests, and every later one at once. */
    open: () => {
      isOpen = true;
      for (const answer of held.splice(0)) answer();
    },
  };
}

/** Long enough that no request is sent because of a timeout, however slow the machine. */
const GROUPED = { underWay: 2, waitMs: 2 ** 30 };
/** As many requests as may be in flight before others wait. */
const FIRST = ['first-0', 'first-1'];
/** More turns of the event loop than a message needs to reach the store. */
const MANY_TURNS = 50;
const LATER = ['a', 'b', 'poison', 'c', 'd'];

describe('work that arrives while requests are in flight', () => {
  it('goes to Pub/Sub together, and a refused message takes no neighbour with it', async () => {
    const service = createService();
    const publish = openTopic('logs', TIMEOUT_MS, 'demo-grouped', service.connection, GROUPED);
    const send = (name: string) => publish({ data: Buffer.from(name), attributes: {} });
    const sent: Promise<void>[] = [];
    for (const name of [...FIRST, ...LATER]) {
      sent.push(send(name));
      // Each in a turn of its own.
      await nextTurn();
    }
    assert.deepEqual(
      service.requests,
      FIRST.map((name) => [name]),
    );
    service.open();
    const results = await Promise.allSettled(sent);
    assert.deepEqual(service.requests[FIRST.length], LATER);
    assert.deepEqual(
      results.flatMap(({ status }, at) =>
        status === 'rejected' ? [[...FIRST, ...LATER][at]] : [],
      ),
      ['poison'],
    );
  });

  it('goes to Firestore together, each write with its own outcome', async () => {
    const service = createService({ busy: ['b'] });
    const storeLogs = createStoreLogs({
      store: {
        ...createLogStore(TIMEOUT_MS, createDocuments('demo-grouped', service.connection), GROUPED),
        // Another log is there under this id.
        standing: (paths) =>
          Promise.resolve(
            paths.map(() => ({ contentHash: 'another', receivedAt: { seconds: 0, nanos: 0 } })),
          ),
      },
      now: () => new Date(),
      redactionOf: () => ({}),
    });
    const tenant = tenantSchema.parse({});
    const stored: ReturnType<typeof storeLogs>[] = [];
    for (const name of [...FIRST, ...LATER]) {
      stored.push(storeLogs(logMessage(`tenant-${name}`, { log_id: name, text: 'a log' }), tenant));
      // The first each in a request of its own.
      while (FIRST.includes(name) && service.requests.length < stored.length) await nextTurn();
    }
    for (let turn = 0; turn < MANY_TURNS; turn += 1) await nextTurn();
    service.open();
    const outcomes = (await Promise.all(stored)).flat();
    assert.deepEqual(service.requests[FIRST.length], LATER);
    assert.deepEqual(
      outcomes.map((outcome) => ('reason' in outcome ? outcome.reason : outcome.kind)),
      [
        ...FIRST.map(() => 'stored'),
        'stored',
        'log_id_conflict',
        'rejected_by_store',
        'stored',
        'stored',
      ],
    );
  });
});
