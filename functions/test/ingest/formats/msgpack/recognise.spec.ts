import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';

import { isMsgpack } from '../../../../src/ingest/formats/msgpack/recognise.js';
import { MAX_REQUEST_VALUES } from '../../../../src/limits.js';
import { post } from '../../../support/foreign.js';
import { eventTime, pack } from '../../../support/msgpack.js';

const A = { log: 'a', level: 'error' };
const B = { log: 'b' };
const TIME = eventTime(1_705_314_600, 123_000_000);

describe('msgpack under another media type', () => {
  for (const [form, body] of [
    ['maps', pack(A, B)],
    ['an array of maps', pack([A, B])],
    ['pairs of a time and a map', pack([TIME, A], [TIME, B])],
    ['pairs with metadata', pack([[TIME, {}], A], [[TIME, {}], B])],
    ['a message of the forward protocol', pack(['tag', [[TIME, A], [TIME, B]]])], // prettier-ignore
    ['maps with line ends between', Buffer.concat([pack(A), Buffer.from('\n'), pack(B)])],
  ] as const) {
    for (const type of ['application/octet-stream', 'application/json', 'text/plain', '']) {
      it(`is recognised: ${form} as ${type || 'none'}`, async () => {
        const { response, logs, sources } = await post('/', body, { 'content-type': type });
        assert.equal(response.status, 202);
        assert.deepEqual(sources, new Set(['msgpack_upload']));
        assert.deepEqual(
          logs.map(({ text, severity }) => [text, severity]),
          [
            ['a', 'ERROR'],
            ['b', undefined],
          ],
        );
      });
    }
  }

  it('is recognised once inflated', async () => {
    const { logs } = await post('/', gzipSync(pack(A, B)), { 'content-encoding': 'gzip' });
    assert.deepEqual(
      logs.map(({ text }) => text),
      ['a', 'b'],
    );
  });

  // In Windows-1252: quotation marks and capitals with an umlaut have the bytes of maps and arrays.
  for (const bytes of [
    [0x93, 0x61, 0x94],
    [0x84, 0xc4, 0x6e],
    [0xdc, 0x62, 0x65, 0x72],
    [0xdf],
    [0x80],
    [0x90],
    [0x82, 0xa1, 0xd2, 0x64, 0x43, 0xf4],
  ]) {
    it(`is not recognised in text: ${Buffer.from(bytes).toString('hex')}`, async () => {
      const headers = { 'content-type': 'text/plain; charset=windows-1252' };
      const { logs, sources } = await post('/', Buffer.from(bytes), headers);
      assert.deepEqual(sources, new Set(['text_upload']));
      assert.equal(logs[0]?.text, new TextDecoder('windows-1252').decode(Buffer.from(bytes)));
    });
  }

  it('is not recognised if anything but maps and arrays follows, or if it is cut off', () => {
    assert.equal(isMsgpack(Buffer.concat([pack(A), Buffer.from('text')])), false);
    assert.equal(isMsgpack(pack(A).subarray(0, -1)), false);
    assert.equal(isMsgpack(pack([1, 2, 3])), false);
  });

  it('is looked for among no more values than a request may have', () => {
    const values = Buffer.alloc(MAX_REQUEST_VALUES * 4, Buffer.from([0x81, 0xa1, 0x61, 1]));
    assert.equal(isMsgpack(Buffer.concat([values, Buffer.from('text')])), true);
  });
});
