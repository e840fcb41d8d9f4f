import { PubSub } from '@google-cloud/pubsub';

import { once } from '../lib/once.js';

/** Google's Pub/Sub client, for code that does not publish and can afford the load time. */
export const openPubSub = once(() => new PubSub());
