import assert from 'node:assert/strict';

import { encode, ExtData } from '@msgpack/msgpack';

import { type Sender, useClientStack } from '../support/client-stack.js';

const basic = ({ key }: Sender) => ({
  authorization: `Basic ${Buffer.from(`any:${key}`).toString('base64')}`,
});

/** As Fluent Bit packs a time. */
const TIME = new ExtData(0, Buffer.from('65a50908075bcd15', 'hex'));

const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64');

interface Recorded {
  headers: (sender: Sender) => Record<string, string>;
  body: string | Uint8Array<ArrayBuffer>;
  status: number;
  source: string;
  severity?: string;
  time: string;
}

/** Senders that cannot be installed here: requests modelled on their documentation. */
const SENDERS: Record<string, Recorded> = {
  'Fluent Bit': {
    headers: (sender) => ({ 'content-type': 'application/msgpack', ...basic(sender) }),
    body: encode([[TIME, {}], { log: 'a log', level: 'warn' }]),
    status: 202,
    source: 'msgpack_upload',
    severity: 'WARNING',
    time: '2024-01-15T10:29:28.123Z',
  },
  Heroku: {
    headers: (sender) => ({
      'content-type': 'application/logplex-1',
      'logplex-frame-id': 'frame-1',
      ...basic(sender),
    }),
    body: '62 <11>1 2024-01-15T10:30:00.123+00:00 host heroku web.1 - a log\n',
    status: 202,
    source: 'logplex_upload',
    severity: 'ERROR',
    time: '2024-01-15T10:30:00.123Z',
  },
  Firehose: {
    headers: ({ key }) => ({
      'content-type': 'application/json',
      'x-amz-firehose-access-key': key,
      'x-amz-firehose-request-id': 'request-1',
    }),
    body: JSON.stringify({
      requestId: 'request-1',
      timestamp: 1_705_314_600_000,
      records: [
        { data: base64({ message: 'a log', level: 'error', time: '2024-01-15T10:30:00Z' }) },
      ],
    }),
    status: 200,
    source: 'firehose_delivery',
    severity: 'ERROR',
    time: '2024-01-15T10:30:00.000Z',
  },
  'Pub/Sub': {
    headers: ({ key }) => ({
      'content-type': 'application/json',
      authorization: `Bearer ${key}`,
    }),
    body: JSON.stringify({
      message: {
        data: base64({
          insertId: 'entry-1',
          logName: 'projects/p/logs/l',
          textPayload: 'a log',
          severity: 'ERROR',
          timestamp: '2024-01-15T10:30:00.123456789Z',
        }),
        messageId: '1',
      },
      subscription: 'projects/p/subscriptions/s',
    }),
    status: 204,
    source: 'pubsub_push',
    severity: 'ERROR',
    time: '2024-01-15T10:30:00.123Z',
  },
};

describe('senders whose requests are recorded', function () {
  const clients = useClientStack();

  for (const [name, { headers, body, status, source, severity, time }] of Object.entries(SENDERS)) {
    it(`${name}: what it sends is stored, and once when it is sent again`, async () => {
      const sender = await clients.newSender();
      const send = (by: Sender) =>
        fetch(`${clients.url}/ingest`, { method: 'POST', headers: headers(by), body });
      for (let sent = 0; sent < 2; sent += 1) assert.equal((await send(sender)).status, status);
      const [log] = await clients.stored(sender.tenant, 1);
      assert.equal(log?.get('original_text'), 'a log');
      assert.equal(log.get('source'), source);
      assert.equal(log.get('severity'), severity);
      assert.equal(log.get('timestamp').toDate().toISOString(), time);
      assert.equal(await clients.countStored(sender, 1), 1);
      assert.equal((await send({ ...sender, key: 'wrong' })).status, 401);
      assert.equal((await send(await clients.newSenderOverQuota())).status, 429);
      const away = await clients.withoutPubSub(() => send(sender));
      assert.equal(away.status, 503);
    });
  }
});
