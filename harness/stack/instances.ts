import { Agent, request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** A Pub/Sub message as a push names it. */
export interface Pushed {
  messageId: string;
  publishTime: string;
}

/** The instances of a function, as Cloud Run fronts them. */
export interface Instances {
  /** Waits for a running one; `undefined` if there is none for a while. */
  choose(): Promise<number | undefined>;
  /**
   * Passes a push's body to the instance at this port as Eventarc does, a CloudEvent in binary mode.
   * Resolves to its status; 502 if it died, did not answer in time or the call was aborted.
   */
  call(port: number, message: Pushed, body: Buffer, giveUp?: AbortSignal): Promise<number>;
  close(): void;
}

/** How long a request waits for an instance. */
const PENDING_MS = 10_000;

/** `ports` tells the instances that run now; each has `timeoutMs` to answer. */
export function openInstances(topic: string, ports: () => number[], timeoutMs: number): Instances {
  const agent = new Agent({ keepAlive: true });
  const busy = new Map<number, number>();
  let turn = 0;

  /** In turn, if several are equally busy. */
  const leastBusy = (running: number[]) => {
    const first = turn++ % running.length;
    return [...running.slice(first), ...running.slice(0, first)].toSorted(
      (a, b) => (busy.get(a) ?? 0) - (busy.get(b) ?? 0),
    )[0];
  };
  const add = (port: number, requests: number) => busy.set(port, (busy.get(port) ?? 0) + requests);

  const send = (port: number, message: Pushed, body: Buffer, giveUp?: AbortSignal) =>
    new Promise<number>((resolve) => {
      const forwarded = httpRequest(
        {
          agent,
          host: '127.0.0.1',
          port,
          method: 'POST',
          path: `/${topic}`,
          ...(giveUp && { signal: giveUp }),
          headers: {
            'content-type': 'application/json',
            'content-length': body.length,
            'ce-specversion': '1.0',
            'ce-id': message.messageId,
            'ce-source': `//pubsub.googleapis.com/${topic}`,
            'ce-type': 'google.cloud.pubsub.topic.v1.messagePublished',
            'ce-time': message.publishTime,
          },
        },
        (answer) => {
          answer.resume();
          answer.on('end', () => resolve(answer.statusCode ?? 500));
          answer.on('error', () => resolve(502));
        },
      );
      forwarded.setTimeout(timeoutMs, () => forwarded.destroy(new Error('no answer in time')));
      forwarded.on('error', () => resolve(502));
      forwarded.end(body);
    });

  return {
    choose: async () => {
      for (let waited = 0; waited < PENDING_MS; waited += 100) {
        const running = ports();
        if (running.length > 0) return leastBusy(running);
        await sleep(100);
      }
      return undefined;
    },
    call: async (port, message, body, giveUp) => {
      add(port, 1);
      try {
        return await send(port, message, body, giveUp);
      } finally {
        add(port, -1);
      }
    },
    close: () => agent.destroy(),
  };
}
