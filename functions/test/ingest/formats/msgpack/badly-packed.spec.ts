import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';

import { encode } from '@msgpack/msgpack';

import { postExpected } from '../../../support/foreign.js';
import { eventTime, pack } from '../../../support/msgpack.js';

const TYPE = { 'content-type': 'application/msgpack' };

const raw = (...bytes: number[]) => Buffer.from(bytes);

const AT = '2024-01-15T10:30:00.123456789Z';
const TIME = eventTime(1_705_314_600, 123_456_789);
const ONE = [TIME, { log: 'one' }];
const TWO = [TIME, { log: 'two' }];

async function send(...parts: Buffer[]) {
  const { answer, ...sent } = await postExpected('/ingest', Buffer.concat(parts), TYPE);
  const { rejected = [] } = answer as { rejected?: { error: string }[] };
  const { logs } = sent;
  return {
    ...sent,
    words: logs.flatMap(({ repairs = [] }) => repairs.map(({ repair }) => repair)),
    rejected: rejected.map(({ error }) => error),
  };
}

describe('fluentd’s forward protocol, sent over HTTP', () => {
  for (const [name, ...message] of [
    ['a list of entries', 'app', [ONE, TWO]],
    ['a list of entries with options', 'app', [ONE, TWO], { size: 2, chunk: 'c1' }],
    ['entries as bytes', 'app', pack(ONE, TWO), { size: 2 }],
    ['entries as a string, from older clients', 'app', pack(ONE, TWO)],
    ['compressed entries', 'app', gzipSync(pack(ONE, TWO)), { compressed: 'gzip' }],
    [
      'entries compressed separately',
      'app',
      Buffer.concat([gzipSync(pack(ONE)), gzipSync(pack(TWO))]),
      { compressed: 'gzip' },
    ],
  ] as const) {
    it(`is read: ${name}`, async () => {
      const { status, logs, texts, rejected } = await send(pack(message));
      assert.deepEqual([status, texts, rejected], [202, ['one', 'two'], []]);
      assert.deepEqual(
        logs.map(({ timestamp, attributes }) => [timestamp, attributes]),
        [
          [AT, { tag: 'app' }],
          [AT, { tag: 'app' }],
        ],
      );
    });
  }

  it('is read: messages of one record each; their other options are kept', async () => {
    const { texts, logs } = await send(
      pack(['app', TIME, { log: 'one' }], ['app', 1_705_314_600, { log: 'two' }, { zone: 'b' }]),
    );
    assert.deepEqual(texts, ['one', 'two']);
    assert.equal(logs[0]?.timestamp, AT);
    assert.deepEqual(logs[1]?.attributes, { tag: 'app', zone: 'b' });
  });

  it('is not confused with other arrays', async () => {
    const { texts } = await send(pack(['a text', 'another'], ['a text', ['inner']]));
    assert.deepEqual(texts, ['a text', 'another', 'a text', 'inner']);
  });

  it('keeps bytes that only begin like entries as Base64', async () => {
    const bytes = raw(0x93, 0xff, 0x00, 0xc1, 0x92, 0x01);
    assert.deepEqual((await send(pack(['app', bytes]))).texts, ['app', bytes.toString('base64')]);
  });

  it('reports entries that are cut off, and reads the messages after them', async () => {
    const cut = pack(ONE, TWO).subarray(0, -2);
    const { texts, rejected } = await send(pack(['app', cut], ['app', [ONE]]));
    assert.deepEqual(texts, ['one', 'one']);
    assert.deepEqual(rejected, ['is cut off, within its message']);
  });

  it('does not inflate a message in a message', async () => {
    let inner: Buffer = pack(ONE);
    for (let level = 0; level < 50; level += 1) inner = pack(['app', gzipSync(inner)]);
    assert.equal((await send(inner)).status, 202);
  });
});

describe('msgpack that is cut off', () => {
  for (const [name, body, texts] of [
    ['in a list of pairs', pack([ONE, TWO, ONE]).subarray(0, -2), ['one', 'two']],
    ['in a list of two pairs', pack([ONE, TWO]).subarray(0, -2), ['one']],
    ['in a list of two maps', pack([{ log: 'one' }, { log: 'two' }]).subarray(0, -2), ['one']],
    ['in its only log', pack({ log: 'one' }).subarray(0, -2), []],
    [
      'in a list of three maps',
      pack([{ log: 'one' }, { log: 'two' }, { log: 'x' }]).subarray(0, -2),
      ['one', 'two'],
    ],
    [
      'in a list that claims 4 billion values',
      Buffer.concat([raw(0xdd, 0xff, 0xff, 0xff, 0xff), pack(ONE, TWO)]),
      ['one', 'two'],
    ],
    [
      'in a list after other values',
      Buffer.concat([pack(ONE), raw(0x0a), pack([TWO, ONE, TWO]).subarray(0, -2)]),
      ['one', 'two', 'one'],
    ],
    [
      'in fluentd’s list of entries',
      pack(['app', [ONE, TWO, ONE]]).subarray(0, -2),
      ['one', 'two'],
    ],
    ['in a pair', Buffer.concat([pack(ONE), pack(TWO).subarray(0, -2)]), ['one']],
    [
      'in a pair with metadata',
      Buffer.concat([pack(ONE), pack([[TIME, { a: 1 }], { log: 'x' }]).subarray(0, -2)]),
      ['one'],
    ],
  ] as const) {
    it(`${name}: its complete logs are kept, and the fault is reported`, async () => {
      const sent = await send(body);
      assert.deepEqual(sent.texts, texts);
      if (texts.length === 0) assert.equal(sent.status, 400);
      else assert.deepEqual(sent.rejected, ['is cut off: the rest of the body cannot be read']);
    });
  }

  it('is read in linear time, even if it is lists within lists', async () => {
    for (const head of [0x91, 0x92, 0x9f]) {
      const begun = performance.now();
      assert.equal((await send(Buffer.alloc(3_000_000, head))).status, 400);
      assert.ok(performance.now() - begun < 5_000);
    }
  });
});

describe('unusual msgpack', () => {
  it('with text in another encoding is kept with U+FFFD, and with other bytes as Base64', async () => {
    const text = Buffer.from('gr\xfc\xdfe an alle', 'latin1');
    const { texts, words, logs } = await send(
      raw(0x82, 0xa3),
      Buffer.from('log'),
      raw(0xa0 + text.length),
      text,
      pack('bytes', raw(0xff, 0x00, 0x61)),
    );
    assert.deepEqual([texts, words], [['gr\ufffd\ufffde an alle'], ['invalid_unicode']]);
    assert.deepEqual(logs[0]?.attributes, { bytes: '/wBh' });
  });

  it('with a duplicate key is reported, for that log only', async () => {
    const { logs } = await send(
      pack({ log: 'a' }),
      raw(0x82, 0xa1, 0x61, 1, 0xa1, 0x61, 2),
      pack({ log: 'b' }),
    );
    assert.deepEqual(
      logs.map(({ repairs }) => repairs?.map(({ repair }) => repair)),
      [undefined, ['duplicate_key'], undefined],
    );
    assert.deepEqual(logs[1]?.attributes, { a: [1, 2] });
  });

  it('that is nested deeply is kept as JSON, and nested too deeply is rejected without its neighbours', async () => {
    const nested = (depth: number) => {
      let value: unknown = 'innermost';
      for (let level = 0; level < depth; level += 1) value = { a: value };
      return Buffer.from(encode({ log: 'x', nested: value }, { maxDepth: depth + 2 }));
    };
    const { texts, words, rejected, logs } = await send(
      nested(200),
      nested(2_000),
      pack({ log: 'after' }),
    );
    assert.deepEqual([texts, words], [['x', 'after'], ['too_deep']]);
    assert.match(JSON.stringify(logs[0]?.attributes), /innermost/);
    assert.deepEqual(rejected, ['is nested too deeply']);
  });

  it('with timestamps keeps their nanoseconds', async () => {
    const stamp = Buffer.alloc(8);
    stamp.writeBigUInt64BE((123_456_789n << 34n) | 1_705_314_600n);
    const time = Buffer.concat([raw(0xd7, 0xff), stamp]);
    const { logs } = await send(raw(0x92), time, pack({ log: 'x' }), raw(0x81), pack('when'), time);
    assert.deepEqual([logs[0]?.timestamp, logs[1]?.attributes], [AT, { when: AT }]);
  });

  it('may pair a time with a text, or with metadata that is not a map', async () => {
    const { logs } = await send(pack([TIME, 'a text'], [[TIME, 'meta', 'more'], { log: 'x' }]));
    assert.deepEqual(
      logs.map(({ text, timestamp, attributes }) => [text, timestamp, attributes]),
      [
        ['a text', AT, undefined],
        ['x', AT, { metadata: 'meta', more: ['more'] }],
      ],
    );
  });

  it('may have line ends between values, which are not logs', async () => {
    const { texts } = await send(pack(ONE), raw(0x0a), pack(TWO), raw(0x0d, 0x0a));
    assert.deepEqual(texts, ['one', 'two']);
  });
});
