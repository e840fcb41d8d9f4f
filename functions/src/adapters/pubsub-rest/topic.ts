import { chunk } from '../../lib/chunk.js';
import { PUBLISH_REQUEST } from '../../limits.js';
import { type Connection, connect } from '../google-rest/connection.js';
import { projectId } from '../../lib/project-id.js';
import { once } from '../../lib/once.js';
import { coalesce } from '../../lib/coalesce.js';

/** Short: a request waits for its publish. Those that come together still share one. */
const PUBLISH_WAIT_MS = 2;

export interface PubsubMessage {
  data: Buffer;
  attributes: Readonly<Record<string, string>>;
}

/**
 * Resolves once Pub/Sub has the message for good. Rejects with a `ServiceError` where it refuses it,
 * or does not answer in time: the message may be there nevertheless.
 */
export type Publish = (message: PubsubMessage) => Promise<void>;

interface Outgoing extends PubsubMessage {
  bytes: number;
}

/** A topic of this project, to publish to. Messages that come at once share a request. */
export function openTopic(
  name: string,
  timeoutMs: number,
  project = projectId(),
  connection: Connection = openPubsub(),
): Publish {
  const path = `/v1/projects/${project}/topics/${name}:publish`;

  const publishAll = coalesce(PUBLISH_WAIT_MS, async (messages: readonly Outgoing[]) => {
    const failures = await Promise.all([...chunk(messages, PUBLISH_REQUEST)].map(send));
    return failures.flat();
  });

  /** One failure or `undefined` for each message: they are in the topic together or not at all. */
  async function send(messages: readonly Outgoing[]): Promise<unknown[]> {
    const body = JSON.stringify({
      messages: messages.map(({ data, attributes }) => ({
        data: data.toString('base64'),
        attributes,
      })),
    });
    try {
      await connection.call({ method: 'POST', path, body }, timeoutMs);
      return messages.map(() => undefined);
    } catch (error) {
      return messages.map(() => error);
    }
  }

  return async (message) => {
    const [failure] = await publishAll([{ ...message, bytes: message.data.length }]);
    if (failure !== undefined) throw failure;
  };
}

const openPubsub = once(() =>
  connect({
    service: 'pubsub.googleapis.com',
    emulatorHost: process.env['PUBSUB_EMULATOR_HOST'],
  }),
);
