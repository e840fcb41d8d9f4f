import { z } from 'zod';

import { retentionSubscription } from '../../../functions/src/contract/dead-letter.js';
import { type GoogleRest, shortName } from '../google/rest.js';

const pageSchema = z.object({
  subscriptions: z.array(z.object({ name: z.string(), topic: z.string() })).default([]),
  nextPageToken: z.string().optional(),
});

/** Subscriptions that keep dead letters of a topic no longer used for them. */
export async function findLeftBehind(
  rest: GoogleRest,
  project: string,
  deadLetterTopic: string,
): Promise<{ subscription: string; topic: string }[]> {
  const found: { subscription: string; topic: string }[] = [];
  let pageToken: string | undefined;
  do {
    const query = new URLSearchParams({ pageSize: '1000', ...(pageToken && { pageToken }) });
    const path = `v1/projects/${project}/subscriptions?${query.toString()}`;
    const page = await rest.get('pubsub', path, pageSchema);
    for (const { name, topic } of page?.subscriptions ?? []) {
      const isKept = shortName(name) === retentionSubscription(shortName(topic));
      if (isKept && topic !== deadLetterTopic) found.push({ subscription: name, topic });
    }
    pageToken = page?.nextPageToken;
  } while (pageToken);
  return found;
}
