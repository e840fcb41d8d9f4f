import { chunk } from '../../lib/chunk.js';
import { GROUPED, PUBLISH_REQUEST } from '../../limits.js';
import { type Connection, connect } from '../google-rest/connection.js';
import { projectId } from '../../lib/project-id.js';
import { once } from '../../lib/once.js';
import { coalesce, type Grouped } from '../../lib/coalesce.js';
import { isRecord } from '../../lib/is-record.js';
import { sendInHalves } from '../../lib/send-in-halves.js';
import { isRefusal, ServiceError } from '../google-rest/service-error.js';

export interface PubsubMessage {
  data: Buffer;
  attributes: Readonly<Record<string, string>>;
}

/**
 * Resolves once Pub/Sub has stored the message. Rejects with a `ServiceError` if Pub/Sub refuses it
 * or does not answer in time: the message may have been stored nevertheless.
 */
export type Publish = (message: PubsubMessage) => Promise<void>;

/** A message, ready to send. */
interface Outgoing {
  json: string;
  bytes: number;
}

/**
 * Opens a topic of this project for publishing. Messages share a request if they arrive at the same
 * time or while other requests are in flight. A request that is refused as a whole is split and
 * sent again, so that no message suffers for its neighbours.
 */
export function openTopic(
  name: string,
  timeoutMs: number,
  project = projectId(),
  connection: Connection = openPubsub(),
  grouped: Grouped = GROUPED,
): Publish {
  const path = `/v1/projects/${project}/topics/${name}:publish`;

  const group = { ...grouped, full: PUBLISH_REQUEST };
  const publishAll = coalesce(group, async (messages: readonly Outgoing[]) => {
    const failures = await Promise.all([...chunk(messages, PUBLISH_REQUEST)].map(sendAll));
    return failures.flat();
  });

  /** For each message, its failure or `undefined`. */
  function sendAll(messages: readonly Outgoing[]): Promise<unknown[]> {
    const deadline = Date.now() + timeoutMs;
    return sendInHalves(messages, {
      send: async (some) => {
        await send(some, deadline - Date.now());
        return some.map(() => undefined);
      },
      isRefusal,
      failed: (error) => error,
    });
  }

  /** Publishes all of them or none. */
  async function send(messages: readonly Outgoing[], leftMs: number): Promise<void> {
    const body = `{"messages":[${messages.map(({ json }) => json).join(',')}]}`;
    const answer = await connection.call({ method: 'POST', path, body }, leftMs);
    const ids = isRecord(answer) ? answer['messageIds'] : undefined;
    // Only an id proves that a message was stored.
    if (!Array.isArray(ids) || ids.length !== messages.length || !ids.every(isId)) {
      throw ServiceError.unavailable('it answered without an id for each message');
    }
  }

  return async ({ data, attributes }) => {
    // Base64 needs no escaping: joining the parts copies a large message only once, with its request.
    const base64 = data.toString('base64');
    const rest = JSON.stringify(attributes);
    const json = `{"data":"${base64}","attributes":${rest}}`;
    const bytes = base64.length + Buffer.byteLength(rest) + AROUND_BYTES;
    const [failure] = await publishAll([{ json, bytes }]);
    if (failure !== undefined) throw failure;
  };
}

/** `{"data":"","attributes":}` */
const AROUND_BYTES = 25;

const isId = (id: unknown) => typeof id === 'string' && id !== '';

const openPubsub = once(() =>
  connect({
    service: 'pubsub.googleapis.com',
    emulatorHost: process.env['PUBSUB_EMULATOR_HOST'],
  }),
);
