import assert from 'node:assert/strict';

import { postExpected } from '../../../support/foreign.js';
import { field, fixed64, inField, varint } from '../../../support/protobuf.js';

const TYPE = { 'content-type': 'application/x-protobuf' };

const body = (text: string) => inField(5, inField(1, text));
const request = (...records: Buffer[]) =>
  inField(1, inField(2, ...records.map((record) => inField(2, record))));

const send = (sent: Buffer, headers: Record<string, string> = TYPE) =>
  postExpected('/v1/logs', sent, headers);

describe('OTLP in protobuf', () => {
  for (const [name, bad, kept] of [
    ['a number where a text belongs', field(3, 0, varint(5)), { field_3: 5 }],
    ['a text where a number belongs', inField(2, 'WARN'), { field_2: 'WARN' }],
    [
      'a time as a varint',
      field(1, 0, varint(1_705_314_600_123_456_789n)),
      { field_1: '1705314600123456789' },
    ],
    ['an id where its time belongs', inField(1, 'span'), { field_1: 'span' }],
    ['a field that is cut off', Buffer.from([0x1a, 0x09, 0x61, 0x62]), { field_3: 'ab' }],
    ['an unknown field', inField(50, 'new word'), { field_50: 'new word' }],
    ['a number in an unknown field', field(51, 0, varint(7)), { field_51: 7 }],
  ] as const) {
    it(`keeps a record with ${name}, and its neighbours unchanged`, async () => {
      const { status, texts, logs } = await send(
        request(body('one'), Buffer.concat([body('two'), bad]), body('three')),
      );
      assert.deepEqual([status, texts], [200, ['one', 'two', 'three']]);
      assert.deepEqual(logs[1]?.attributes, { unknown_fields: kept });
      assert.deepEqual([logs[0]?.attributes, logs[2]?.attributes], [undefined, undefined]);
    });
  }

  it('keeps a log body that is nested too deeply to decode, and the log after it', async () => {
    let value = inField(1, 'innermost');
    for (let level = 0; level < 150; level += 1) value = inField(6, inField(1, inField(2, value)));
    const { status, texts } = await send(request(inField(5, value), body('after')));
    assert.equal(status, 200);
    assert.equal(texts[1], 'after');
    assert.equal(texts.length, 2);
  });

  it('keeps the unknown fields of a group with the records of that group only', async () => {
    const group = (word: string, text: string) =>
      inField(
        1,
        inField(1, inField(9, `${word} of resource`)),
        inField(2, inField(2, body(text)), inField(8, word)),
      );
    const { logs } = await send(Buffer.concat([group('a', 'x'), group('b', 'y')]));
    assert.deepEqual(
      logs.map(({ attributes }) => attributes),
      ['a', 'b'].map((word) => ({
        export_unknown_fields: { field_9: `${word} of resource`, field_8: word },
      })),
    );
  });

  it('keeps the entities of a resource', async () => {
    const entity = inField(3, inField(2, 'service'), inField(3, 'service.name'));
    const { logs } = await send(inField(1, inField(1, entity), inField(2, inField(2, body('x')))));
    assert.deepEqual(logs[0]?.attributes, {
      resource_unknown_fields: { entityRefs: [{ type: 'service', idKeys: ['service.name'] }] },
    });
  });

  it('keeps the complete records of a body that is cut off, and reports the rest', async () => {
    const sent = Buffer.concat([request(body('one')), request(body('two'), body('three'))]);
    const { status, texts, answer } = await send(sent.subarray(0, -2));
    assert.deepEqual([status, texts], [200, ['one', 'two']]);
    assert.match(String(answer), /record 2: is cut off/);
    assert.equal((await send(request(body('one')).subarray(0, -2))).status, 400);
  });

  it('rejects a broken group, but no other', async () => {
    const sent = Buffer.concat([
      request(body('one')),
      inField(1, Buffer.from([0x12, 0x7f])),
      request(body('two')),
    ]);
    const { status, texts, answer } = await send(sent);
    assert.deepEqual([status, texts], [200, ['one', 'two']]);
    assert.match(String(answer), /record 2: is not a ResourceLogs/);
  });

  it('is recognised even if it is labelled as JSON or followed by a line end', async () => {
    const json = { 'content-type': 'application/json' };
    assert.deepEqual((await send(request(body('one')), json)).texts, ['one']);
    const sent = Buffer.concat([request(body('one')), Buffer.from('\n')]);
    assert.deepEqual((await send(sent)).texts, ['one']);
  });

  it('refuses a body of spans', async () => {
    const span = Buffer.concat([inField(1, Buffer.alloc(16, 1)), inField(5, 'span')]);
    assert.equal((await send(request(span, span))).status, 400);
  });

  for (const [name, sent] of [
    [
      'unknown fields',
      Buffer.concat([request(body('x')), Buffer.alloc(2_000_000, inField(9, ''))]),
    ],
    ['empty groups', Buffer.alloc(4_000_000, inField(1, inField(2, '')))],
    ['groups that are not groups', Buffer.alloc(4_000_000, inField(1, Buffer.from([0x12, 0x7f])))],
    ['bad fields in a record', request(Buffer.alloc(2_000_000, field(3, 0, varint(1))))],
    ['fields of spans in a record', request(body('x'), Buffer.alloc(2_000_000, inField(1, '')))],
  ] as const) {
    it(`spends bounded work on many ${name}`, async () => {
      const begun = process.cpuUsage();
      const { status } = await send(sent);
      assert.ok([200, 400, 413].includes(status), String(status));
      assert.ok(process.cpuUsage(begun).user < 6_000_000);
    });
  }

  it('refuses more fields in a record than are kept, and in a group that is cut off', async () => {
    const span = request(body('x'), Buffer.alloc(200_002, inField(1, '')));
    assert.equal((await send(span)).status, 413);
    const cut = Buffer.concat([
      Buffer.from('0affffffff07', 'hex'),
      Buffer.alloc(4_000_000, '\b\0'),
    ]);
    assert.equal((await send(cut)).status, 413);
  });

  it('reads every kind of value in the attributes of a resource and a scope', async () => {
    const named = (id: number, key: string, value: Buffer) =>
      inField(id, inField(1, key), inField(2, value));
    const values = (id: number) => [
      named(id, 'process.pid', field(3, 0, varint(1234))),
      named(id, 'big', field(3, 0, varint(2n ** 62n))),
      named(id, 'bytes', inField(7, 'hi')),
      named(id, 'list', inField(5, inField(1, field(3, 0, varint(-5))))),
    ];
    const scope = inField(2, inField(1, ...values(3)), inField(2, body('x')));
    const { logs } = await send(inField(1, inField(1, ...values(1)), scope));
    const kept = { 'process.pid': 1234, big: '4611686018427387904', bytes: 'aGk=', list: [-5] };
    assert.deepEqual(logs[0]?.attributes, { resource: kept, scope: { attributes: kept } });
  });

  it('reads a fixed time', async () => {
    const time = fixed64(1, 1_705_314_600_123_456_789n);
    const { logs } = await send(request(Buffer.concat([time, body('x')])));
    assert.equal(logs[0]?.timestamp, '2024-01-15T10:30:00.123456789Z');
  });
});
