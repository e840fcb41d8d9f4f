import type { LoadJob } from '../load-job.js';

/** What Eventarc sets on a push delivery, so that the framework treats the body as an event. */
export const DELIVERY = {
  'content-type': 'application/json',
  'ce-specversion': '1.0',
  'ce-id': '1',
  'ce-source': '//pubsub.googleapis.com/projects/demo-bench/topics/bench',
  'ce-type': 'google.cloud.pubsub.topic.v1.messagePublished',
};

/** The path at which the framework recognises a push delivery. */
export const DELIVERY_PATH = '/projects/demo-bench/topics/bench';

/** Messages of a tenant to a worker, each of so many logs. */
export function deliveries(
  body: { tenantId: string; logs: number; textBytes?: number },
  connections: number,
  seconds: number,
): Omit<LoadJob, 'url'> & { path: string } {
  return {
    path: DELIVERY_PATH,
    headers: DELIVERY,
    body: { kind: 'messages', ...body },
    connections,
    limit: { seconds },
  };
}
