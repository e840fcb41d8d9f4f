import assert from 'node:assert/strict';

import { PubSub } from '@google-cloud/pubsub';
import { deleteApp, initializeApp } from 'firebase-admin/app';
import { getFirestore } from 'firebase-admin/firestore';

import { createDocuments } from '../../../functions/src/adapters/firestore-rest/documents.js';
import { connect } from '../../../functions/src/adapters/google-rest/connection.js';
import { openTopic } from '../../../functions/src/adapters/pubsub-rest/topic.js';
import { type StandIn, startStandIn } from '../../google/stand-in/start.js';

const PROJECT = 'demo-stand-in';
const TIMEOUT_MS = 60_000;

describe('the stand-in for Google', function () {
  let google: StandIn;
  const connection = () => connect({ service: '', emulatorHost: google.rest });

  before(async () => {
    google = await startStandIn({ 'tenants/acme': { settings: { search: 'off' } } });
  });

  after(() => google.stop());

  it('accepts what our publisher sends, with an id for each message', async () => {
    const publish = openTopic('logs', TIMEOUT_MS, PROJECT, connection());
    const data = Buffer.from('{"data":"a text that looks like a message"}');
    const attributes = { quoted: '{"data":"' };
    await Promise.all(Array.from({ length: 250 }, () => publish({ data, attributes })));
  });

  it('accepts what our store writes, and has its documents', async () => {
    const documents = createDocuments(PROJECT, connection());
    const fields = { text: { stringValue: '{"update":{"name":"' } };
    const writes = Array.from({ length: 120 }, (_, n) => ({ path: `logs/${n}`, fields }));
    assert.deepEqual(
      await documents.writeEach(writes, TIMEOUT_MS),
      writes.map(() => undefined),
    );
    await documents.commit(writes.slice(0, 1), TIMEOUT_MS);
    const found = await documents.getAll(['tenants/acme', 'tenants/other'], TIMEOUT_MS);
    assert.deepEqual(
      found.map((document) => document?.fields),
      [{ settings: { search: 'off' } }, undefined],
    );
    assert.deepEqual((await documents.get('tenants/acme', TIMEOUT_MS))?.fields, {
      settings: { search: 'off' },
    });
    assert.equal(await documents.get('tenants/other', TIMEOUT_MS), undefined);
  });

  it('accepts what Google’s own clients send', async () => {
    process.env['PUBSUB_EMULATOR_HOST'] = google.grpc;
    process.env['FIRESTORE_EMULATOR_HOST'] = google.grpc;
    const pubsub = new PubSub({ projectId: PROJECT });
    const app = initializeApp({ projectId: PROJECT }, 'stand-in');
    try {
      const topic = pubsub.topic('logs');
      const sent = Array.from({ length: 250 }, (_, n) =>
        topic.publishMessage({ data: Buffer.from(`${n}`), attributes: { n: 'x'.repeat(200) } }),
      );
      assert.equal((await Promise.all(sent)).length, 250);
      const logs = getFirestore(app).collection('logs');
      await Promise.all(Array.from({ length: 20 }, (_, n) => logs.doc(`${n}`).create({ n })));
    } finally {
      delete process.env['PUBSUB_EMULATOR_HOST'];
      delete process.env['FIRESTORE_EMULATOR_HOST'];
      await pubsub.close();
      await deleteApp(app);
    }
  });
});
