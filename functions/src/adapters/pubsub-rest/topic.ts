import { chunk } from '../../lib/chunk.js';
import { GROUPED, PUBLISH_REQUEST } from '../../limits.js';
import { type Connection, connect } from '../google-rest/connection.js';
import { base64Bytes, writeBase64 } from '../../lib/base64.js';
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

/** A message to publish. `bytes` is the length of its JSON. */
interface Outgoing {
  data: Buffer;
  /** In JSON. */
  attributes: string;
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
    const body = bodyOf(messages);
    const answer = await connection.call({ method: 'POST', path, body }, leftMs);
    const ids = isRecord(answer) ? answer['messageIds'] : undefined;
    // Only an id proves that a message was stored.
    if (!Array.isArray(ids) || ids.length !== messages.length || !ids.every(isId)) {
      throw ServiceError.unavailable('it answered without an id for each message');
    }
  }

  return async ({ data, attributes: named }) => {
    const attributes = JSON.stringify(named);
    const around = BEFORE_DATA.length + BEFORE_ATTRIBUTES.length + AFTER.length;
    const bytes = base64Bytes(data) + Buffer.byteLength(attributes) + around;
    const [failure] = await publishAll([{ data, attributes, bytes }]);
    if (failure !== undefined) throw failure;
  };
}

const [BEFORE_DATA, BEFORE_ATTRIBUTES, AFTER] = ['{"data":"', '","attributes":', '}'];
const [BEFORE_ALL, AFTER_ALL] = ['{"messages":[', ']}'];

/** From this size on, a body is written as bytes: as a text, it would be copied several times. */
const LARGE_BODY_BYTES = 65_536;

/** Base64 needs no escaping. */
function bodyOf(messages: readonly Outgoing[]): string | Buffer {
  const commas = messages.length - 1;
  const around = BEFORE_ALL.length + commas + AFTER_ALL.length;
  const size = messages.reduce((sum, { bytes }) => sum + bytes, around);
  if (size < LARGE_BODY_BYTES) {
    const texts = messages.map(
      ({ data, attributes }) =>
        `${BEFORE_DATA}${data.toString('base64')}${BEFORE_ATTRIBUTES}${attributes}${AFTER}`,
    );
    return `${BEFORE_ALL}${texts.join(',')}${AFTER_ALL}`;
  }
  const body = Buffer.allocUnsafe(size);
  let end = body.write(BEFORE_ALL);
  for (const [index, { data, attributes }] of messages.entries()) {
    end += body.write(index === 0 ? BEFORE_DATA : `,${BEFORE_DATA}`, end);
    end = writeBase64(data, body, end);
    end += body.write(BEFORE_ATTRIBUTES + attributes + AFTER, end);
  }
  body.write(AFTER_ALL, end);
  return body;
}

const isId = (id: unknown) => typeof id === 'string' && id !== '';

const openPubsub = once(() =>
  connect({
    service: 'pubsub.googleapis.com',
    emulatorHost: process.env['PUBSUB_EMULATOR_HOST'],
  }),
);
