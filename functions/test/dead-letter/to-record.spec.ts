import assert from 'node:assert/strict';

import { type DeadLetter, replayAttributes, toAttributes } from '../../src/contract/dead-letter.js';
import { type DeadLetterMessage, toRecord } from '../../src/dead-letter/to-record.js';
import { logMessage, RECEIVED_AT } from '../../../harness/support/messages.js';

const payload = Buffer.from(JSON.stringify(logMessage('acme', { log_id: 'l1', text: 'x' })));

const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

const LETTER: DeadLetter = {
  reason: 'log_id_conflict',
  detail: 'taken',
  payload,
  sourceMessageId: '123',
  logIndex: 4,
  attempts: 2,
  tenantId: 'acme',
  logId: 'l1',
  origin: { requestId: 'r1', traceparent: TRACEPARENT },
};

function message(overrides: Partial<DeadLetterMessage> = {}): DeadLetterMessage {
  return {
    messageId: '900',
    publishTime: '2024-01-15T10:31:00.5Z',
    data: payload,
    attributes: toAttributes(LETTER),
    ...overrides,
  };
}

describe('toRecord', () => {
  it('describes a message that the worker gave up on', () => {
    const { id, tenantId, document } = toRecord(message());
    assert.match(id, /^[0-9a-f]{32}-4$/);
    assert.equal(tenantId, 'acme');
    assert.deepEqual(document, {
      reason: 'log_id_conflict',
      detail: 'taken',
      attempts: 2,
      payload: payload.toString(),
      payload_encoding: 'utf8',
      payload_bytes: payload.length,
      log_id: 'l1',
      request_id: 'r1',
      traceparent: TRACEPARENT,
      source_message_id: '123',
      received_at: { seconds: Date.parse('2024-01-15T10:30:00Z') / 1000, nanos: 123_000_000 },
      dead_at: { seconds: Date.parse('2024-01-15T10:31:00Z') / 1000, nanos: 500_000_000 },
    });
    assert.equal(RECEIVED_AT, '2024-01-15T10:30:00.123Z');
  });

  it('describes a message that Pub/Sub gave up on after its attempts', () => {
    const { id, tenantId, document } = toRecord(
      message({
        attributes: {
          tenant_id: 'acme',
          version: '1',
          CloudPubSubDeadLetterSourceDeliveryCount: '5',
          CloudPubSubDeadLetterSourceSubscription: 'sub',
        },
      }),
    );
    assert.match(id, /^900-message-/);
    assert.equal(tenantId, 'acme');
    assert.equal(document.reason, 'attempts_exhausted');
    assert.equal(document.attempts, 5);
    assert.equal(document.log_id, 'l1');
    assert.equal(document.source_message_id, '900');
  });

  it('gives every delivery of a letter the same id, and its neighbours other ids', () => {
    const first = toRecord(message()).id;
    assert.equal(toRecord(message({ messageId: '901' })).id, first);
    // The log is redelivered in a message that was sent back.
    const sentBack = toAttributes({ ...LETTER, sourceMessageId: '124' });
    assert.equal(toRecord(message({ attributes: sentBack })).id, first);
    const neighbour = toAttributes({ ...LETTER, logIndex: 5 });
    assert.notEqual(toRecord(message({ attributes: neighbour })).id, first);
    assert.notEqual(toRecord(message({ data: Buffer.from('other') })).id, first);
  });

  describe('the letter the letter of a message that was sent back and failed again', () => {
    const died = (attributes: Record<string, string>, data = payload) =>
      toRecord(
        message({
          messageId: '950',
          data,
          attributes: { CloudPubSubDeadLetterSourceDeliveryCount: '5', ...attributes },
        }),
      );
    const first = died({});

    it('is the same letter, in its round', () => {
      const { id, round } = died(replayAttributes(first.id, 2));
      assert.deepEqual([id, round], [first.id, 2]);
      assert.equal(first.round, 0);
    });

    it('has no round if a person sent it back', () => {
      const { id, round } = died(replayAttributes(first.id));
      assert.deepEqual([id, round], [first.id, undefined]);
    });

    it('may also be the letter of a single log', () => {
      const ofLog = toRecord(message()).id;
      assert.equal(died(replayAttributes(ofLog)).id, ofLog);
    });

    for (const [title, attributes, data] of [
      ['another payload', replayAttributes(first.id, 1), Buffer.from('{"another":1}')],
      ['an id that leaves its path', { replay_of: '../x', round: '1' }, payload],
      ['a reason of its own', { ...replayAttributes(first.id, 1), reason: 'invalid_log' }, payload],
    ] as const) {
      it(`is a letter of its own with ${title}`, () => {
        const { id, round } = died(attributes, data);
        assert.equal(round, 0);
        assert.equal(id, died({ ...attributes, replay_of: '' }, data).id);
      });
    }

    for (const round of ['0', '-1', '1.5', 'x', '99999', '']) {
      it(`has no round for ${JSON.stringify(round)}`, () => {
        assert.equal(died({ replay_of: first.id, round }).round, undefined);
      });
    }
  });

  for (const [name, data, attributes] of [
    ['nothing at all', Buffer.alloc(0), {}],
    ['noise', Buffer.from([0xff, 0x00, 0xfe]), {}],
    ['a tenant that leaves its path', Buffer.from('{"tenant_id":"../x"}'), { tenant_id: 'a/b' }],
    [
      'attributes of nonsense',
      Buffer.from('null'),
      {
        attempts: 'x',
        reason: 'constructor',
        log_id: '..',
        log_index: '../..',
        source_message_id: '__x__/y',
      },
    ],
  ] as const) {
    it(`finds a place for ${name}`, () => {
      const { id, tenantId, document } = toRecord(message({ data, attributes }));
      assert.equal(tenantId, undefined);
      assert.match(id, /^[A-Za-z0-9-]+$/);
      assert.equal(document.reason, 'unknown');
      assert.equal(document.attempts, 1);
      assert.equal(document.log_id, undefined);
    });
  }

  it('keeps bytes that are not text as base64', () => {
    const noise = Buffer.from([0xff, 0x00, 0xfe]);
    const { document } = toRecord(message({ data: noise }));
    assert.equal(document.payload_encoding, 'base64');
    assert.deepEqual(Buffer.from(document.payload, 'base64'), noise);
    assert.equal(document.payload_truncated, undefined);
  });

  it('cuts text that does not fit a document between characters, and says so', () => {
    const text = `x${'é'.repeat(600 * 1024)}`;
    const { document } = toRecord(message({ data: Buffer.from(text) }));
    assert.equal(document.payload_truncated, true);
    assert.equal(document.payload_bytes, Buffer.byteLength(text));
    assert.ok(text.startsWith(document.payload));
    assert.ok(Buffer.byteLength(document.payload) >= 960 * 1024 - 1);
  });

  it('cuts bytes that do not fit a document, and says so', () => {
    const noise = Buffer.alloc(2_000_000, 0xff);
    const { document } = toRecord(message({ data: noise }));
    assert.equal(document.payload_truncated, true);
    assert.equal(document.payload_bytes, 2_000_000);
    assert.ok(document.payload.length <= 960 * 1024);
  });

  it('keeps an attribute within Pub/Sub’s limit', () => {
    const { detail } = toAttributes({ ...LETTER, detail: '漢'.repeat(5000) });
    assert.ok(Buffer.byteLength(detail ?? '') <= 1024);
  });
});
