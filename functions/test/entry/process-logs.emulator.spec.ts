import assert from 'node:assert/strict';

import { PubSub } from '@google-cloud/pubsub';
import functionsTest from 'firebase-functions-test';

import * as functions from '../../src/index.js';
import { requiredEnv } from '../../../harness/support/env.js';
import { eventually } from '../../../harness/support/eventually.js';
import { emulatedFirestore, newTenant } from '../../../harness/support/firestore.js';
import { logMessage } from '../../../harness/support/messages.js';

const DEAD_LETTER_TOPIC = `function-spec-dlq-${process.pid}`;

/** The exported triggers themselves, called as the runtime calls them. */
describe('the triggers', () => {
  // Not earlier: it sets the environment, which every process started by a test inherits.
  let fft: ReturnType<typeof functionsTest>;
  const firestore = emulatedFirestore();
  const pubsub = new PubSub({ projectId: requiredEnv('GCLOUD_PROJECT') });
  const topic = pubsub.topic(DEAD_LETTER_TOPIC);
  const subscription = topic.subscription(`${DEAD_LETTER_TOPIC}-sub`);

  before(async () => {
    fft = functionsTest({ projectId: requiredEnv('GCLOUD_PROJECT') });
    process.env['PUBSUB_DEAD_LETTER_TOPIC'] = DEAD_LETTER_TOPIC;
    await topic.create();
    await subscription.create();
  });

  after(async () => {
    delete process.env['PUBSUB_DEAD_LETTER_TOPIC'];
    await subscription.close();
    await subscription.delete();
    await topic.delete();
    await pubsub.close();
    await firestore.terminate();
    fft.cleanup();
  });

  const event = (data: Buffer, messageId = String(Date.now())) => ({
    data: {
      message: {
        messageId,
        data: data.toString('base64'),
        attributes: {},
        publishTime: new Date().toISOString(),
      },
      subscription: 'projects/p/subscriptions/s',
    },
  });

  it('processLogs stores the logs of a message', async () => {
    const tenant = newTenant();
    const message = logMessage(tenant, { log_id: 'l1', text: 'mail ann@example.com' });
    await fft.wrap(functions.processLogs)(event(Buffer.from(JSON.stringify(message))));
    const snapshot = await firestore.doc(`tenants/${tenant}/processed_logs/l1`).get();
    assert.equal(snapshot.get('modified_data'), 'mail [REDACTED]');
  });

  it('processLogs sends undecodable messages to the dead-letter topic, and recordDeadLetters keeps them', async () => {
    const received = new Promise<{ data: Buffer; id: string; attributes: Record<string, string> }>(
      (resolve) => {
        subscription.once('message', (message) => {
          message.ack();
          resolve(message);
        });
      },
    );
    const marker = `poison ${newTenant()}`;
    await fft.wrap(functions.processLogs)(event(Buffer.from(marker), '4711'));
    const { data, id, attributes } = await received;
    assert.equal(data.toString(), marker);
    assert.equal(attributes['reason'], 'undecodable');
    assert.equal(attributes['source_message_id'], '4711');

    const forwarded = event(data, id);
    Object.assign(forwarded.data.message.attributes, attributes);
    const record = fft.wrap(functions.recordDeadLetters);
    await record(forwarded);
    await record(forwarded);
    const letters = await eventually('the dead letter', async () => {
      const { docs } = await firestore
        .collection('dead_letters')
        .where('payload', '==', marker)
        .get();
      return docs.length > 0 ? docs : undefined;
    });
    assert.equal(letters.length, 1);
    assert.equal(letters[0]?.get('reason'), 'undecodable');
  });

  it('are retried by Pub/Sub, and ingest is open to callers without a Google identity', () => {
    const { processLogs, recordDeadLetters, ingest } = functions;
    assert.equal(processLogs.__endpoint.eventTrigger?.retry, true);
    assert.equal(recordDeadLetters.__endpoint.eventTrigger?.retry, true);
    assert.deepEqual(ingest.__endpoint.httpsTrigger?.invoker, ['public']);
  });
});
