// The least that a worker can do: decode the message and create a document for each log.
import { cloudEvent } from '@google-cloud/functions-framework';
import { initializeApp } from 'firebase-admin/app';
import { getFirestore } from 'firebase-admin/firestore';

const firestore = getFirestore(initializeApp());

cloudEvent('create', async ({ data }) => {
  const message = JSON.parse(Buffer.from(data.message.data, 'base64').toString());
  const logs = firestore.collection(`tenants/${message.tenant_id}/processed_logs`);
  await Promise.all(message.logs.map(({ log_id, text }) => logs.doc(log_id).create({ text })));
});
