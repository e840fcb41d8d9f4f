import { PubSub, type Topic } from '@google-cloud/pubsub';

let client: PubSub | undefined;

/** The project's Pub/Sub, with one client for the process. */
export function openPubSub(): PubSub {
  return (client ??= new PubSub());
}

/** A topic of this project, to publish to. */
export function openTopic(name: string, timeoutMs: number): Topic {
  return openPubSub().topic(name, {
    // Short: a request waits for its batch. Requests that come together still share one.
    batching: { maxMessages: 100, maxMilliseconds: 2 },
    gaxOpts: {
      retry: {
        retryCodes: [4, 8, 10, 13, 14],
        backoffSettings: {
          initialRetryDelayMillis: 100,
          retryDelayMultiplier: 2,
          maxRetryDelayMillis: 2_000,
          initialRpcTimeoutMillis: timeoutMs,
          rpcTimeoutMultiplier: 1,
          maxRpcTimeoutMillis: timeoutMs,
          // Not longer than anyone waits for it: a caller that was told no sends again.
          totalTimeoutMillis: timeoutMs,
        },
      },
    },
  });
}
