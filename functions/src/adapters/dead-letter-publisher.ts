import { type DeadLetter, toAttributes } from '../contract/dead-letter.js';
import { openTopic } from './pubsub-rest/topic.js';

/** Publishes dead letters. Rejects when Pub/Sub does not acknowledge within `timeoutMs`. */
export function createDeadLetterPublisher(topicName: string, timeoutMs: number) {
  const publish = openTopic(topicName, timeoutMs);
  return (letter: DeadLetter): Promise<void> =>
    publish({ data: letter.payload, attributes: toAttributes(letter) });
}
