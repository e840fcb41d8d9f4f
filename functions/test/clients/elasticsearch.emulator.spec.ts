import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

import type * as Elastic from '@elastic/elasticsearch';
import pino from 'pino';
import type { Options } from 'pino-elasticsearch';

import { useClientStack } from '../support/client-stack.js';

// Must be loaded after the support; see there.
const require = createRequire(import.meta.url);
const { Client, errors } = require('@elastic/elasticsearch') as typeof Elastic;
/** Its types declare an ES module, which it is not. */
const pinoElasticsearch = require('pino-elasticsearch') as (options: Options) => Duplex;

describe('clients of Elasticsearch', function () {
  const clients = useClientStack();

  describe('@elastic/elasticsearch', () => {
    const open = (key: string, node = clients.url) => new Client({ node, auth: { apiKey: key } });

    const documents = [
      { '@timestamp': '2024-01-15T10:30:00.123Z', message: 'first', log: { level: 'warn' } },
      { '@timestamp': '2024-01-15T10:30:00.124Z', message: 'second', order: { id: 5 } },
    ];

    const bulk = (client: Elastic.Client, more: object = {}) =>
      client.helpers.bulk({
        datasource: documents,
        onDocument: () => ({ index: { _index: 'logs' } }),
        ...more,
      });

    it('what its bulk helper sends is stored', async () => {
      const { tenant, key } = await clients.newSender();
      const client = open(key);
      assert.equal((await client.info()).tagline, 'You Know, for Search');
      const stats = await bulk(client);
      assert.deepEqual([stats.successful, stats.failed, stats.retry], [2, 0, 0]);
      const [first, second] = await clients.stored(tenant, 2);
      assert.equal(first?.get('original_text'), 'first');
      assert.equal(first.get('source'), 'elasticsearch_bulk');
      assert.equal(first.get('severity'), 'WARNING');
      assert.equal(first.get('timestamp').toDate().toISOString(), documents[0]?.['@timestamp']);
      assert.deepEqual(second?.get('attributes'), { order: { id: 5 }, _index: 'logs' });
    });

    it('an _id becomes the log’s id, and unsupported actions are reported per item', async () => {
      const { tenant, key } = await clients.newSender();
      const operations = [
        { create: { _index: 'logs', _id: 'own-1' } },
        { message: 'a log' },
        { delete: { _index: 'logs', _id: 'own-1' } },
      ];
      const { errors: hasErrors, items } = await open(key).bulk({ operations });
      assert.equal(hasErrors, true);
      assert.deepEqual(
        items.map((item) => [item.create?.status, item.delete?.status]),
        [
          [201, undefined],
          [undefined, 400],
        ],
      );
      const [log] = await clients.stored(tenant, 1);
      assert.equal(log?.id, 'own-1');
    });

    it('a request that it sends again is stored once', async () => {
      const sender = await clients.newSender();
      const { url, requests } = await clients.forgetful();
      const stats = await bulk(open(sender.key, url));
      assert.equal(stats.successful, 2);
      assert.equal(requests.length, 2);
      assert.equal(await clients.countStored(sender, 2), 2);
    });

    it('it retries during an outage of Pub/Sub, and each log is stored once', async () => {
      const sender = await clients.newSender();
      const stats = await clients.withoutPubSub(async (restore) => {
        const sent = bulk(open(sender.key));
        await sleep(300);
        restore();
        return sent;
      });
      assert.equal(stats.successful, 2);
      assert.equal(await clients.countStored(sender, 2), 2);
    });

    it('it fails if its key is wrong', async () => {
      await assert.rejects(
        bulk(open('wrong')),
        (error) =>
          error instanceof errors.ResponseError &&
          error.statusCode === 401 &&
          error.message.includes('security_exception'),
      );
    });

    it('its helper retries each document if the quota is used up, and then names it', async () => {
      const dropped: number[] = [];
      const stats = await bulk(open((await clients.newSenderOverQuota()).key), {
        retries: 1,
        wait: 10,
        onDrop: ({ status }: { status: number }) => dropped.push(status),
      });
      assert.deepEqual([stats.successful, stats.failed], [0, 2]);
      // It counts their lines.
      assert.equal(stats.retry, 4);
      assert.deepEqual(dropped, [429, 429]);
    });
  });

  describe('pino-elasticsearch', () => {
    const send = async (key: string) => {
      const stream = pinoElasticsearch({ node: clients.url, auth: { apiKey: key }, index: 'shop' });
      const done = once(stream, 'insert');
      pino(stream).error({ order: { id: 5 } }, 'pino-elasticsearch sends a log');
      stream.end();
      await done;
    };

    it('what it sends is stored', async () => {
      const { tenant, key } = await clients.newSender();
      const begun = Date.now();
      await send(key);
      const [log] = await clients.stored(tenant, 1);
      assert.equal(log?.get('original_text'), 'pino-elasticsearch sends a log');
      assert.equal(log.get('severity'), 'ERROR');
      assert.deepEqual(log.get('attributes.order'), { id: 5 });
      assert.equal(log.get('attributes._index'), 'shop');
      assert.ok(log.get('timestamp').toMillis() >= begun);
    });

    it('it emits an error if its key is wrong', async () => {
      await assert.rejects(send('wrong'), /security_exception/);
    });
  });
});
