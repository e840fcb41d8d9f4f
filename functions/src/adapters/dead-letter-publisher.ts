import { type DeadLetter, toAttributes } from '../contract/dead-letter.js';
import { openTopic } from './pubsub.js';
import { within } from './within.js';

/** Publishes dead letters. Rejects when Pub/Sub does not acknowledge within `timeoutMs`. */
export function createDeadLetterPublisher(topicName: string, timeoutMs: number) {
  const topic = openTopic(topicName, timeoutMs);
  return async (letter: DeadLetter): Promise<void> => {
    await within(
      timeoutMs,
      topic.publishMessage({ data: letter.payload, attributes: toAttributes(letter) }),
    );
  };
}
