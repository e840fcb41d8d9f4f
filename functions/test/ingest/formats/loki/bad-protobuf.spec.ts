import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';

import { compressSync } from 'snappy';

import { postExpected } from '../../../support/foreign.js';
import { field, inField, varint } from '../../../support/protobuf.js';
import { frame, STREAM } from '../../../support/snappy.js';

const PATH = '/loki/api/v1/push';
const TYPE = { 'content-type': 'application/x-protobuf' };

const time = inField(1, field(1, 0, varint(1_705_314_600)), field(2, 0, varint(5)));
const entry = (line: string, ...more: Buffer[]) => inField(2, time, inField(2, line), ...more);
const stream = (...entries: Buffer[]) => inField(1, inField(1, '{app="a"}'), ...entries);
const PUSH = stream(entry('one'), entry('two'));

const send = (body: Buffer, headers: Record<string, string> = {}) =>
  postExpected(PATH, body, { ...TYPE, ...headers });

describe('Loki’s protobuf', () => {
  for (const [name, body, headers] of [
    ['as a block of Snappy', compressSync(PUSH), {}],
    ['in frames of Snappy', Buffer.concat([STREAM, frame(0, compressSync(PUSH))]), {}],
    ['in gzip', gzipSync(PUSH), { 'content-encoding': 'gzip' }],
    ['uncompressed', PUSH, {}],
  ] as const) {
    it(`is read ${name}`, async () => {
      const { status, texts } = await send(body, headers);
      assert.deepEqual([status, texts], [204, ['one', 'two']]);
    });
  }

  it('may turn out to be JSON', async () => {
    const json = '{"streams":[{"stream":{"a":"b"},"values":[["1705314600000000000","x"]]}]}';
    for (const body of [Buffer.from(json), compressSync(Buffer.from(json))]) {
      assert.deepEqual((await send(body)).texts, ['x']);
    }
  });

  it('keeps unknown fields, and labels parsed from a line', async () => {
    const pair = (id: number) => inField(id, inField(1, `name${id}`), inField(2, `value${id}`));
    const body = Buffer.concat([
      inField(
        1,
        inField(1, '{app="a"}'),
        field(3, 0, varint(99)),
        inField(8, 'of stream'),
        entry('x', pair(3), pair(4), inField(9, 'of entry')),
      ),
      inField(2, 'of push'),
    ]);
    const { logs } = await send(compressSync(body));
    assert.deepEqual(logs[0]?.attributes, {
      app: 'a',
      field_8: 'of stream',
      field_2: 'of push',
      name3: 'value3',
      name4: 'value4',
      field_9: 'of entry',
    });
  });

  for (const [name, body, texts, fault] of [
    [
      'a bad entry',
      stream(entry('one'), inField(2, Buffer.from([0x12, 0x7f])), entry('two')),
      ['one', 'two'],
      /log 1: is not an entry/,
    ],
    [
      'a bad stream',
      Buffer.concat([PUSH, inField(1, Buffer.from([0x12, 0x7f])), PUSH]),
      ['one', 'two', 'one', 'two'],
      /log 2: is not a stream/,
    ],
    [
      'a body that is cut off',
      Buffer.concat([PUSH, PUSH]).subarray(0, -2),
      ['one', 'two', 'one'],
      /log 3: is cut off/,
    ],
  ] as const) {
    it(`keeps the good entries next to ${name}, which it reports`, async () => {
      const sent = await send(compressSync(body));
      assert.deepEqual([sent.status, sent.texts], [400, texts]);
      assert.match(String(sent.answer), fault);
    });
  }

  it('is refused if it is plain text', async () => {
    assert.equal((await send(compressSync(Buffer.from('some text')))).status, 400);
  });
});
