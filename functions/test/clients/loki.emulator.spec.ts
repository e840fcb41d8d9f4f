import assert from 'node:assert/strict';
import { once } from 'node:events';

import pino from 'pino';
import { pinoLoki } from 'pino-loki';
import winston from 'winston';
import LokiTransport from 'winston-loki';

import { type Sender, useClientStack } from '../support/client-stack.js';
import { consoleErrors } from '../support/console-errors.js';

describe('clients of Loki', function () {
  const clients = useClientStack();

  describe('pino-loki', () => {
    const send = async ({ key }: Sender, ...texts: string[]) => {
      const basicAuth = { username: 'anyone', password: key };
      const stream = pinoLoki({ host: clients.url, basicAuth, labels: { app: 'shop' } });
      const logger = pino(stream);
      for (const text of texts) logger.error({ order: { id: 5 }, meta: { trace: 'abc' } }, text);
      return consoleErrors(async () => {
        stream.end();
        await once(stream, 'close');
      });
    };

    it('what it sends is stored', async () => {
      const sender = await clients.newSender();
      const begun = Date.now();
      assert.deepEqual(await send(sender, 'pino-loki sends a log'), []);
      const [log] = await clients.stored(sender.tenant, 1);
      assert.equal(log?.get('original_text'), 'pino-loki sends a log');
      assert.equal(log.get('source'), 'loki_push');
      assert.equal(log.get('severity'), 'ERROR');
      assert.deepEqual(log.get('attributes.order'), { id: 5 });
      assert.equal(log.get('attributes.app'), 'shop');
      assert.equal(log.get('attributes.trace'), 'abc');
      const time = log.get('timestamp').toMillis();
      assert.ok(time >= begun && time <= Date.now(), String(time));
    });

    it('it says why if its key is wrong', async () => {
      const errors = await send({ tenant: '', key: 'wrong' }, 'a log');
      assert.match(errors.join('\n'), /The API key is not valid/);
    });

    it('it says why if the quota is used up or Pub/Sub is down', async () => {
      const over = await send(await clients.newSenderOverQuota(), 'a log');
      assert.match(over.join('\n'), /quota of 1 bytes|quota of .*1 bytes/);
      const sender = await clients.newSender();
      const away = await clients.withoutPubSub(() => send(sender, 'a log'));
      assert.match(away.join('\n'), /could not be queued/);
    });
  });

  for (const json of [false, true]) {
    describe(`winston-loki in ${json ? 'JSON' : 'protobuf'}`, () => {
      const start = (host: string, key: string) => {
        const errors: string[] = [];
        const transport = new LokiTransport({
          host,
          json,
          basicAuth: `anyone:${key}`,
          labels: { app: 'shop' },
          // Otherwise the 5 s of Node's agent, which is how long the gateway tries to publish here.
          timeout: 60_000,
          onConnectionError: (error) => errors.push(String(error)),
        });
        return { transport, errors, logger: winston.createLogger({ transports: [transport] }) };
      };
      const flush = (transport: LokiTransport) => (transport as { close(): Promise<void> }).close();

      it('what it sends is stored', async () => {
        const sender = await clients.newSender();
        const { transport, errors, logger } = start(clients.url, sender.key);
        logger.warn('winston-loki sends a log', { cart: { items: 3 } });
        await flush(transport);
        const [log] = await clients.stored(sender.tenant, 1);
        assert.match(String(log?.get('original_text')), /^winston-loki sends a log \{"cart"/);
        assert.equal(log?.get('source'), 'loki_push');
        assert.equal(log.get('severity'), 'WARNING');
        assert.equal(log.get('attributes.app'), 'shop');
        assert.deepEqual(errors, []);
      });

      it('a failed entry that it sends again, among others, is stored once', async () => {
        const sender = await clients.newSender();
        const { url, requests } = await clients.forgetful();
        const { transport, errors, logger } = start(url, sender.key);
        logger.info('first');
        await flush(transport);
        logger.info('second');
        await flush(transport);
        assert.equal(requests.length, 2);
        assert.equal(errors.length, 1);
        assert.equal(await clients.countStored(sender, 2), 2);
      });

      it('it says why if its key is wrong, the quota is used up or Pub/Sub is down', async () => {
        const failure = async (key: string) => {
          const { transport, errors, logger } = start(clients.url, key);
          logger.info('a log');
          await flush(transport);
          return errors.join();
        };
        assert.match(await failure('wrong'), /HTTP 401: The API key is not valid/);
        assert.match(await failure((await clients.newSenderOverQuota()).key), /HTTP 429/);
        const { key } = await clients.newSender();
        assert.match(await clients.withoutPubSub(() => failure(key)), /HTTP 503/);
      });
    });
  }
});
