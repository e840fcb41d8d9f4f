import { type DeadLetter, toAttributes } from '../contract/dead-letter.js';
import { once } from './once.js';
import { within } from './within.js';

/** Publishes dead letters. Rejects when Pub/Sub does not acknowledge within `timeoutMs`. */
export function createDeadLetterPublisher(topicName: string, timeoutMs: number) {
  // A worker has a dead letter seldom, and starts in half the time without the client.
  const topic = once(async () => {
    const { openTopic } = await import('./pubsub.js');
    return openTopic(topicName, timeoutMs);
  });
  return async (letter: DeadLetter): Promise<void> => {
    const publish = async () =>
      (await topic()).publishMessage({ data: letter.payload, attributes: toAttributes(letter) });
    await within(timeoutMs, publish());
  };
}
