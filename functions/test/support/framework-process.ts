// A process of its own: functions-framework with the functions below, with `avoid` as its argument in
// no domain. Prints as JSON what it answered, and whether a promise made in a function has a domain.
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';

import { cloudEvent, http } from '@google-cloud/functions-framework';
import { getTestServer } from '@google-cloud/functions-framework/testing';

import { avoidDomain } from '../../src/entry/avoid-domain.js';

if (process.argv[2] === 'avoid') avoidDomain();

let hasDomain: boolean | undefined;

const look = async () => {
  // Also back from the event loop, where Node 22 enters a domain.
  await stat('.');
  hasDomain = Object.hasOwn(Promise.resolve(), 'domain');
};

http('answers', async (_request, response) => {
  await look();
  response.status(202).json({ status: 'accepted' });
});
http('rejects', () => Promise.reject(new Error('broken')));
cloudEvent('resolves', look);
cloudEvent('throws', () => Promise.reject(new Error('broken')));

const EVENT = {
  'content-type': 'application/json',
  'ce-specversion': '1.0',
  'ce-id': '1',
  'ce-source': '//pubsub.googleapis.com/projects/p/topics/t',
  'ce-type': 'google.cloud.pubsub.topic.v1.messagePublished',
};

const statuses: Record<string, number> = {};
for (const name of ['answers', 'rejects', 'resolves', 'throws']) {
  const server = getTestServer(name).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/`, {
    method: 'POST',
    headers: EVENT,
    body: '{"message":{"data":""}}',
  });
  statuses[name] = answer.status;
}
console.log(JSON.stringify({ statuses, hasDomain }));
process.exit();
