import assert from 'node:assert/strict';
import { createRequire } from 'node:module';

import winston from 'winston';
import type Transport from 'winston-transport';

import { useClientStack } from '../support/client-stack.js';

/** Neither has types. */
interface SplunkLogger {
  error: (error: Error & { code?: number }) => void;
  send(
    event: { message: unknown; severity?: string; metadata?: object },
    done: (error: Error | null, response: unknown, body?: { text: string; code: number }) => void,
  ): void;
}

interface Splunk {
  Logger: new (config: { token: string; url: string; maxRetries?: number }) => SplunkLogger;
}

type SplunkTransport = new (config: { splunk: { token: string; url: string } }) => Transport;

const require = createRequire(import.meta.url);
const { Logger } = require('splunk-logging') as Splunk;
const SplunkStreamEvent = require('winston-splunk-httplogger') as SplunkTransport;

describe('clients of Splunk', function () {
  const clients = useClientStack();

  const send = (token: string, message: unknown, severity = 'warn') => {
    const logger = new Logger({ token, url: clients.url });
    const errors: (number | string)[] = [];
    logger.error = (error) => errors.push(error.code ?? error.message);
    const metadata = { source: 'coop', host: 'farm', sourcetype: 'httpevent', index: 'main' };
    return new Promise<{ errors: (number | string)[]; body: unknown }>((resolve) => {
      logger.send({ message, severity, metadata }, (_error, _response, body) => {
        resolve({ errors, body });
      });
    });
  };

  it('what splunk-logging sends is stored', async () => {
    const { tenant, key } = await clients.newSender();
    const begun = Date.now();
    const { errors, body } = await send(key, 'splunk-logging sends a log');
    assert.deepEqual(errors, []);
    assert.deepEqual(body, { text: 'Success', code: 0 });
    const [log] = await clients.stored(tenant, 1);
    assert.equal(log?.get('original_text'), 'splunk-logging sends a log');
    assert.equal(log.get('source'), 'splunk_hec');
    assert.equal(log.get('severity'), 'WARNING');
    assert.deepEqual(log.get('attributes'), {
      source: 'coop',
      host: 'farm',
      sourcetype: 'httpevent',
      index: 'main',
    });
    const time = log.get('timestamp').toMillis();
    assert.ok(time >= begun && time <= Date.now(), String(time));
  });

  it('splunk-logging gets the collector’s codes: a wrong key, a quota, Pub/Sub away', async () => {
    assert.deepEqual((await send('wrong', 'a log')).errors, [4]);
    assert.deepEqual((await send((await clients.newSenderOverQuota()).key, 'a log')).errors, [9]);
    const { key } = await clients.newSender();
    assert.deepEqual((await clients.withoutPubSub(() => send(key, 'a log'))).errors, [9]);
  });

  it('what winston-splunk-httplogger sends is stored', async () => {
    const { tenant, key } = await clients.newSender();
    const transport = new SplunkStreamEvent({ splunk: { token: key, url: clients.url } });
    const logger = winston.createLogger({ transports: [transport] });
    logger.warn('winston sends to Splunk', { cart: { items: 3 } });
    const [log] = await clients.stored(tenant, 1);
    assert.equal(log?.get('original_text'), 'winston sends to Splunk');
    assert.equal(log.get('severity'), 'WARNING');
    assert.deepEqual(log.get('attributes.meta.cart'), { items: 3 });
    assert.equal(log.get('attributes.sourcetype'), 'winston-splunk-logger');
  });

  it('an event that is sent again is stored once', async () => {
    const sender = await clients.newSender();
    for (let sent = 0; sent < 2; sent += 1) {
      const answer = await fetch(`${clients.url}/services/collector`, {
        method: 'POST',
        headers: { authorization: `Splunk ${sender.key}` },
        body: '{"time":1705314600.123456,"event":"one"}{"time":1705314600.123457,"event":"two"}',
      });
      assert.deepEqual(await answer.json(), { text: 'Success', code: 0 });
    }
    assert.equal(await clients.countStored(sender, 2), 2);
  });
});
