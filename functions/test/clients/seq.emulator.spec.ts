import assert from 'node:assert/strict';

import { SeqTransport } from '@datalust/winston-seq';
import pino from 'pino';
import { createStream } from 'pino-seq';
import winston from 'winston';

import { useClientStack } from '../support/client-stack.js';

describe('clients of Seq', function () {
  const clients = useClientStack();

  /** Resolves to the errors that the transport reported, once it has nothing more to send. */
  const send = async (apiKey: string, serverUrl = clients.url) => {
    const errors: string[] = [];
    const transport = new SeqTransport({
      serverUrl,
      apiKey,
      onError: (error) => errors.push(String(error)),
    });
    const logger = winston.createLogger({ transports: [transport] });
    logger.warn('winston sends to {System}', { System: 'Seq', cart: { items: 3 } });
    await new Promise((resolve) => setTimeout(resolve, 5));
    logger.error(new Error('boom'));
    await transport.flush();
    return errors;
  };

  it('what winston-seq sends is stored', async () => {
    const { tenant, key } = await clients.newSender();
    const begun = Date.now();
    assert.deepEqual(await send(key), []);
    const [log, failure] = await clients.stored(tenant, 2);
    assert.equal(log?.get('original_text'), 'winston sends to Seq');
    assert.equal(log.get('source'), 'seq_events');
    assert.equal(log.get('severity'), 'WARNING');
    assert.deepEqual(log.get('attributes.cart'), { items: 3 });
    assert.equal(log.get('attributes.message_template'), 'winston sends to {System}');
    const time = log.get('timestamp').toMillis();
    assert.ok(time >= begun && time <= Date.now(), String(time));
    assert.equal(failure?.get('original_text'), 'boom');
    assert.match(String(failure.get('attributes.exception')), /^Error: boom\n {4}at /);
  });

  it('a batch that winston-seq sends again is stored once', async () => {
    const sender = await clients.newSender();
    const { url, requests } = await clients.forgetful();
    assert.deepEqual(await send(sender.key, url), []);
    assert.equal(requests.length, 2);
    assert.deepEqual(requests[0], requests[1]);
    assert.equal(await clients.countStored(sender, 2), 2);
  });

  it('winston-seq says what failed: a wrong key, a quota', async () => {
    assert.match((await send('wrong')).join(), /failed: 401/);
    assert.match((await send((await clients.newSenderOverQuota()).key)).join(), /failed: 429/);
  });

  it('winston-seq retries after an outage of Pub/Sub, and each log is stored once', async () => {
    const sender = await clients.newSender();
    const errors = await clients.withoutPubSub(async (restore) => {
      const sent = send(sender.key);
      setTimeout(restore, 1000);
      return sent;
    });
    assert.deepEqual(errors, []);
    assert.equal(await clients.countStored(sender, 2), 2);
  });

  it('what pino-seq sends is stored', async () => {
    const { tenant, key } = await clients.newSender();
    const stream = createStream({ serverUrl: clients.url, apiKey: key });
    pino({ name: 'shop' }, stream).error({ order: { id: 5 } }, 'pino sends to Seq');
    await stream.flush();
    const [log] = await clients.stored(tenant, 1);
    assert.equal(log?.get('original_text'), 'pino sends to Seq');
    assert.equal(log.get('severity'), 'ERROR');
    assert.equal(log.get('attributes.name'), 'shop');
    assert.deepEqual(log.get('attributes.order'), { id: 5 });
  });
});
