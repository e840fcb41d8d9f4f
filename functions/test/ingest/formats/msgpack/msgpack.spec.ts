import assert from 'node:assert/strict';

import {
  assert as assertProperty,
  asyncProperty,
  jsonValue,
  property,
  uint8Array,
} from 'fast-check';

import { createDecode } from '../../../../src/ingest/formats/msgpack/decode.js';
import { scanMsgpack } from '../../../../src/ingest/formats/msgpack/scan.js';
import { post } from '../../../support/foreign.js';
import { eventTime, pack } from '../../../support/msgpack.js';

const TYPE = { 'content-type': 'application/msgpack' };

const send = (body: Buffer) => post('/ingest', body, TYPE);

describe('the format of msgpack', () => {
  it('reads Fluent Bit’s pairs, with and without metadata', async () => {
    const time = eventTime(1_705_314_600, 123_456_789);
    const body = pack(
      [time, { log: 'first', stream: 'stdout', level: 'error' }],
      [[time, { tag: 'app' }], { message: 'second' }],
      [1_705_314_600.5, { log: 'third' }],
    );
    const { response, logs, sources } = await send(body);
    assert.equal(response.status, 202);
    assert.deepEqual(sources, new Set(['msgpack_upload']));
    assert.deepEqual(
      logs.map(({ text, timestamp, severity, attributes }) => [
        text,
        timestamp,
        severity,
        attributes,
      ]),
      [
        ['first', '2024-01-15T10:30:00.123456789Z', 'ERROR', { stream: 'stdout' }],
        ['second', '2024-01-15T10:30:00.123456789Z', undefined, { tag: 'app' }],
        ['third', '2024-01-15T10:30:00.500Z', undefined, undefined],
      ],
    );
  });

  it('keeps the data of a Fluent Bit group with each of its records', async () => {
    const { logs } = await send(
      pack(
        [[eventTime(0xffff_ffff, 0), {}], { resource: { host: 'web' } }],
        [[eventTime(1, 0), {}], { log: 'in' }].with(0, [eventTime(1_705_314_600, 0), {}]),
        [[eventTime(0xffff_fffe, 0), {}], {}],
        [eventTime(1_705_314_600, 0), { log: 'out' }],
      ),
    );
    assert.deepEqual(
      logs.map(({ text, attributes }) => [text, attributes]),
      [
        ['in', { resource: { host: 'web' } }],
        ['out', undefined],
      ],
    );
  });

  it('reads maps, arrays of maps, and values that JSON cannot express', async () => {
    const { logs } = await send(
      pack({ msg: 'a', big: 2n ** 60n, bin: Buffer.from([0xff, 0xfe]), nan: NaN, ok: true }, [
        { msg: 'b' },
        'a text',
      ]),
    );
    assert.deepEqual(
      logs.map(({ text }) => text),
      ['a', 'b', 'a text'],
    );
    assert.deepEqual(logs[0]?.attributes, {
      big: String(2n ** 60n),
      bin: '//4=',
      nan: 'NaN',
      ok: true,
    });
  });

  it('keeps all values of a duplicate key, and keys of any name', () => {
    const twice = Buffer.from([0x83, 0xa1, 0x61, 1, 0xa1, 0x61, 2, 0x07, 3]);
    assert.deepEqual(createDecode()(twice), { a: [1, 2], '7': 3 });
    const proto = Buffer.concat([
      Buffer.from([0x81, 0xa9]),
      Buffer.from('__proto__'),
      Buffer.from([1]),
    ]);
    assert.deepEqual(Object.entries(createDecode()(proto) as object), [['__proto__', 1]]);
  });

  it('keeps everything before a fault', async () => {
    const { response, logs } = await send(Buffer.concat([pack({ msg: 'a' }), Buffer.from([0x81])]));
    assert.equal(response.status, 202);
    assert.equal(logs.length, 1);
    assert.equal((response.body as { rejected: unknown[] }).rejected.length, 1);
  });

  it('decodes anything that it scanned exactly as it was packed', () => {
    const json = jsonValue({ noUnicodeString: false }).filter(
      (value) => !/null/.test(JSON.stringify(value)),
    );
    assertProperty(
      property(json, (value) => {
        const body = pack(value);
        const [scanned] = scanMsgpack(body);
        assert.deepEqual(scanned?.end, body.length);
        assert.deepEqual(createDecode()(body), JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('reads values that only look like a time', async () => {
    for (const time of [
      [0xd4, 0xff, 0x00],
      [0xd6, 0x00, 1, 2, 3, 4],
      [0xc7, 12, 0xff, 0, 0, 0, 0, 0x7f, ...Buffer.alloc(7, 0xff)],
    ]) {
      const body = Buffer.concat([Buffer.from([0x82]), pack('msg'), pack('a'), pack('t')]);
      const { response, unexpected } = await send(Buffer.concat([body, Buffer.from(time)]));
      assert.deepEqual(unexpected, []);
      assert.equal(response.status, 202);
    }
  });

  it('either reads or refuses any bytes', async () => {
    await assertProperty(
      asyncProperty(uint8Array({ maxLength: 60 }), async (bytes) => {
        const { response, unexpected } = await send(Buffer.from(bytes));
        assert.deepEqual(unexpected, []);
        assert.ok(response.status < 500);
      }),
    );
  });

  describe('hostile bodies', () => {
    for (const [name, body] of [
      ['an array that claims 4 billion values', Buffer.from([0xdd, 0xff, 0xff, 0xff, 0xff])],
      ['a map that claims 4 billion pairs', Buffer.from([0xdf, 0xff, 0xff, 0xff, 0xff])],
      ['a text that claims 4 GB', Buffer.from([0xdb, 0xff, 0xff, 0xff, 0xff])],
      ['a million arrays inside one another', Buffer.alloc(1_000_000, 0x91)],
      ['two million values', Buffer.alloc(2_000_000, 0x01)],
    ] as const) {
      it(`${name}: refused`, async () => {
        const { response, logs, unexpected } = await send(body);
        assert.deepEqual(unexpected, []);
        assert.equal(logs.length, 0);
        assert.ok([400, 413].includes(response.status), String(response.status));
      });
    }
  });
});
