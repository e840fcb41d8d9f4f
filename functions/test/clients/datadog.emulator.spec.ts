import assert from 'node:assert/strict';

import pino from 'pino';
import pinoDatadog from 'pino-datadog-transport';

import { type Sender, useClientStack } from '../support/client-stack.js';

describe('clients of Datadog', function () {
  const clients = useClientStack();

  /** Resolves to the errors that the transport reported. */
  const send = async ({ key }: Pick<Sender, 'key'>, url: string) => {
    const errors: string[] = [];
    const sent = new Promise<void>((resolve) => {
      // Names of the client's second server, which its types do not have.
      const server = { name: new URL(url).host, protocol: 'http' };
      const stream = pinoDatadog({
        ddClientConf: { authMethods: { apiKeyAuth: key }, serverIndex: 1 },
        ddServerConf: server,
        ddsource: 'nodejs',
        ddtags: 'env:prod,team:a',
        service: 'shop',
        // Without waiting for the interval or for five tries.
        sendIntervalMs: 50,
        retries: 1,
        onError: (error) => {
          errors.push(String(error));
          resolve();
        },
        onDebug: (line) => line.endsWith('completed') && resolve(),
      });
      pino(stream).error({ order: { id: 5 } }, 'pino sends to Datadog');
    });
    await sent;
    return errors;
  };

  it('what pino-datadog-transport sends is stored', async () => {
    const sender = await clients.newSender();
    const begun = Date.now();
    assert.deepEqual(await send(sender, clients.url), []);
    const [log] = await clients.stored(sender.tenant, 1);
    assert.equal(log?.get('original_text'), 'pino sends to Datadog');
    assert.equal(log.get('source'), 'datadog_logs');
    assert.equal(log.get('severity'), 'ERROR');
    assert.deepEqual(log.get('attributes.order'), { id: 5 });
    assert.equal(log.get('attributes.service'), 'shop');
    assert.deepEqual(log.get('attributes.tags'), { env: 'prod', team: 'a' });
    const time = log.get('timestamp').toMillis();
    assert.ok(time >= begun && time <= Date.now(), String(time));
  });

  it('it fails with the status: a wrong key, a quota', async () => {
    assert.match((await send({ key: 'wrong' }, clients.url)).join(), /403/);
    assert.match((await send(await clients.newSenderOverQuota(), clients.url)).join(), /429/);
  });

  it('it retries after an outage of Pub/Sub, and the log is stored once', async () => {
    const sender = await clients.newSender();
    const errors = await clients.withoutPubSub(async (restore) => {
      const sent = send(sender, clients.url);
      setTimeout(restore, 500);
      return sent;
    });
    assert.deepEqual(errors, []);
    assert.equal(await clients.countStored(sender, 1), 1);
  });
});
