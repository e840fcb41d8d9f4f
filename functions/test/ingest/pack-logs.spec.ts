import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import type { LogMessage } from '../../src/contract/log-message.js';
import { parseTimestamp } from '../../src/contract/timestamp.js';
import { createPacker } from '../../src/ingest/pack-logs.js';
import { MAX_MESSAGE_BYTES, PACKED_MESSAGE_BYTES } from '../../src/limits.js';

const ORIGIN = { requestId: 'r1', traceparent: undefined };
const packer = () => createPacker('json_upload', '2024-01-15T10:30:00.123Z', ORIGIN);
const parse = (data: Buffer) => JSON.parse(data.toString()) as LogMessage;

describe('createPacker', () => {
  it('refuses logs that together become more than the bound', () => {
    const { add } = packer();
    const text = 'x'.repeat(1_000_000);
    assert.throws(
      () => {
        for (let index = 0; index < 1_000; index += 1) add('a', { log_id: `l${index}`, text });
      },
      { code: 'content_too_large' },
    );
  });

  it('loses no log, keeps their order, and keeps to the limits', () => {
    const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 50 });
    const log = fc.tuple(fc.constantFrom('a', 'b'), text, fc.nat(9_000));
    fc.assert(
      fc.property(fc.array(log, { maxLength: 300 }), (logs) => {
        const { add, finish } = packer();
        logs.forEach(([tenant, part, times], index) =>
          assert.equal(add(tenant, { log_id: `l${index}`, text: part.repeat(times + 1) }), 'added'),
        );
        const { messages, sizes } = finish();
        for (const tenant of ['a', 'b']) {
          const own = messages.filter(({ tenantId }) => tenantId === tenant);
          const found = own.flatMap(({ data }) => parse(data).logs.map(({ log_id }) => log_id));
          const sent = logs.flatMap(([to], index) => (to === tenant ? [`l${index}`] : []));
          assert.deepEqual(found, sent);
          for (const { data } of own) {
            assert.ok(data.length <= PACKED_MESSAGE_BYTES || parse(data).logs.length === 1);
          }
          assert.deepEqual(sizes.get(tenant) ?? { bytes: 0, logs: 0 }, {
            bytes: own.reduce((sum, { data }) => sum + logBytes(data), 0),
            logs: sent.length,
          });
        }
      }),
      { seed: 1, numRuns: 30 },
    );
  });

  it('sends a log larger than a normal message on its own, within Pub/Sub’s limit', () => {
    const { add, finish } = packer();
    const largest = '\u0000'.repeat(400 * 1024);
    add('acme', { log_id: 'a', text: 'x' });
    add('acme', { log_id: 'b', text: largest });
    add('acme', { log_id: 'c', text: 'x' });
    const { messages } = finish();
    assert.deepEqual(
      messages.map(({ data }) => parse(data).logs.length),
      [1, 1, 1],
    );
    assert.ok(messages.every(({ data }) => data.length < MAX_MESSAGE_BYTES));
  });

  it('gives each log a time of its own, across messages and tenants, and the same on a retry', () => {
    const pack = () => {
      const { add, finish } = packer();
      for (let index = 0; index < 1_200; index += 1) {
        const timestamp = index % 2 === 0 ? { timestamp: '2024-01-15T11:30:00+01:00' } : {};
        add(index % 3 === 0 ? 'a' : 'b', { log_id: `l${index}`, text: 'x', ...timestamp });
      }
      return finish().messages.flatMap(({ data }) => parse(data).logs);
    };
    const logs = pack();
    assert.deepEqual(pack(), logs);
    const byId = new Map(logs.map(({ log_id, time = '' }) => [log_id, time]));
    assert.equal(new Set(byId.values()).size, 1_200);
    assert.equal(byId.get('l0'), '2024-01-15T11:30:00+01:00');
    assert.equal(byId.get('l1'), '2024-01-15T10:30:00.123Z');
    assert.equal(byId.get('l1199'), '2024-01-15T10:30:00.123599Z');
    for (let index = 2; index < 1_200; index += 1) {
      assert.ok(instant(byId.get(`l${index}`)) > instant(byId.get(`l${index - 2}`)));
    }
  });

  it('treats the same id in two tenants as two logs', () => {
    const { add } = packer();
    assert.equal(add('acme', { log_id: 'a', text: 'x' }), 'added');
    assert.equal(add('beta', { log_id: 'a', text: 'y' }), 'added');
    assert.equal(add('acme', { log_id: 'a', text: 'y' }), 'conflict');
    assert.equal(add('beta', { log_id: 'a', text: 'y' }), 'duplicate');
  });
});

/** In microseconds. */
function instant(time = ''): number {
  const { seconds, nanos } = parseTimestamp(time);
  return seconds * 1e6 + nanos / 1000;
}

/** The logs of a message with a comma each. */
function logBytes(data: Buffer): number {
  return parse(data).logs.reduce((sum, log) => sum + Buffer.byteLength(JSON.stringify(log)) + 1, 0);
}
