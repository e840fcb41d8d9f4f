import { PubSub } from '@google-cloud/pubsub';

import { once } from '../lib/once.js';

/** Google's client of the project's Pub/Sub: for what publishes nothing, and may take its time. */
export const openPubSub = once(() => new PubSub());
