import assert from 'node:assert/strict';
import * as zlib from 'node:zlib';

import { compressSync } from 'snappy';

import { MAX_REQUEST_BYTES } from '../../src/limits.js';
import { post } from '../support/foreign.js';
import { frame, STREAM } from '../support/snappy.js';
import { HAS_RELIABLE_ZSTD } from '../support/zstd.js';

const { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } = zlib;

const LINES = Buffer.from('{"msg":"a"}\n{"msg":"b"}\n');
const PACKED = gzipSync(LINES);
const ZEROS = Buffer.alloc(512);

const send = (body: Buffer, coding?: string) =>
  post('/ingest', body, coding === undefined ? {} : { 'content-encoding': coding });

describe('a compressed body is inflated, whatever its label:', () => {
  for (const [name, body, coding] of [
    ['gzip followed by zeros', Buffer.concat([PACKED, ZEROS]), 'gzip'],
    ['gzip followed by zeros, without a label', Buffer.concat([PACKED, ZEROS]), undefined],
    ['gzip followed by line ends', Buffer.concat([PACKED, Buffer.from('\r\n')]), 'gzip'],
    [
      'gzip members separated by zeros',
      Buffer.concat([gzipSync(LINES.subarray(0, 12)), ZEROS, gzipSync(LINES.subarray(12)), ZEROS]),
      'gzip',
    ],
    ['gzip of gzip, labelled once', gzipSync(PACKED), 'gzip'],
    ['gzip of gzip, labelled twice', gzipSync(PACKED), 'gzip, gzip'],
    ['gzip of gzip without a label', gzipSync(PACKED), undefined],
    ['gzip labelled twice', PACKED, 'gzip, gzip'],
    ['gzip of deflate', gzipSync(deflateSync(LINES)), 'deflate, gzip'],
    ['gzip as deflate', PACKED, 'deflate'],
    ['gzip as brotli', PACKED, 'br'],
    ['gzip as an unknown coding', PACKED, 'compress'],
    ['gzip with a parameter', PACKED, 'gzip;q=1.0'],
    ['gzip in quotes', PACKED, '"GZIP"'],
    ['deflate as gzip', deflateSync(LINES), 'gzip'],
    ['deflate under the name of zlib', deflateSync(LINES), 'zlib'],
    ['deflate without a label', deflateSync(LINES), undefined],
    ['deflate without zlib', deflateRawSync(LINES), 'deflate'],
    ['brotli under its full name', brotliCompressSync(LINES), 'brotli'],
    ['snappy, as OpenTelemetry’s collector offers it', compressSync(LINES), 'snappy'],
    [
      'snappy in frames',
      Buffer.concat([
        STREAM,
        frame(0, compressSync(LINES.subarray(0, 5))),
        frame(0xfe, Buffer.from('padding')),
        frame(1, LINES.subarray(5)),
      ]),
      'x-snappy-framed',
    ],
    ['no coding, labelled with a charset', LINES, 'iso-8859-1'],
    ['no coding, labelled with a media type', LINES, 'application/json'],
    ['no coding, labelled with a transfer coding', LINES, 'chunked'],
  ] as const) {
    it(name, async () => {
      const { response, logs, unexpected } = await send(body, coding);
      assert.deepEqual(unexpected, []);
      assert.equal(response.status, 202);
      assert.deepEqual(
        logs.map(({ text, repairs }) => [text, repairs]),
        [
          ['a', undefined],
          ['b', undefined],
        ],
      );
    });
  }

  it('thousands of small frames of snappy, in little time', async () => {
    const frames = Buffer.alloc(1_100_000, frame(0, Buffer.from([1, 0, 0x20])));
    const begun = process.cpuUsage();
    const { response } = await send(Buffer.concat([STREAM, frames]), 'x-snappy-framed');
    assert.equal(response.status, 400);
    assert.ok(process.cpuUsage(begun).user < 2_000_000);
  });

  it('deflate as gzip that ends like a line', async () => {
    let text = 0;
    while (deflateSync(`${text}`).at(-1) !== 0x0a) text += 1;
    assert.equal((await send(deflateSync(`${text}`), 'gzip')).logs[0]?.text, `${text}`);
  });

  if (HAS_RELIABLE_ZSTD) {
    it('zstd in several frames, and under the label of gzip', async () => {
      const frames = Buffer.concat([
        Buffer.from('502a4d180400000001020304', 'hex'),
        zlib.zstdCompressSync(LINES.subarray(0, 12)),
        zlib.zstdCompressSync(LINES.subarray(12)),
      ]);
      for (const [body, coding] of [
        [frames, 'zstd'],
        [zlib.zstdCompressSync(LINES), 'gzip'],
      ] as const) {
        const { logs } = await send(body, coding);
        assert.deepEqual(
          logs.map(({ text }) => text),
          ['a', 'b'],
        );
      }
    });
  }

  it('but text that begins like compressed data is kept', async () => {
    for (const text of ['x^2', 'x\u0001y', '\u001fx']) {
      assert.equal((await send(Buffer.from(text))).logs[0]?.text, text);
    }
    const latin1 = Buffer.from('x\xdaber', 'latin1');
    const headers = { 'content-type': 'text/plain; charset=iso-8859-1' };
    assert.equal((await post('/ingest', latin1, headers)).logs[0]?.text, 'xÚber');
  });
});

describe('compressed data that is incomplete or followed by other data is refused:', () => {
  for (const [name, body, coding] of [
    ['gzip followed by zeros and text', Buffer.concat([PACKED, ZEROS, LINES]), 'gzip'],
    [
      'gzip whose second member is cut off',
      Buffer.concat([PACKED, PACKED.subarray(0, -9)]),
      'gzip',
    ],
    ['gzip within gzip that is cut off', gzipSync(PACKED.subarray(0, -9)), 'gzip'],
    ['gzip four times', gzipSync(gzipSync(gzipSync(PACKED))), 'gzip'],
    [
      'snappy frames that are cut off',
      Buffer.concat([STREAM, Buffer.from([0, 9, 0, 0])]),
      'snappy',
    ],
    ['a snappy frame of an unknown type', Buffer.concat([STREAM, frame(2, LINES)]), 'snappy'],
  ] as const) {
    it(name, async () => {
      const { response, logs, unexpected } = await send(body, coding);
      assert.deepEqual([response.status, logs, unexpected], [400, [], []]);
    });
  }

  for (const [name, body, coding] of [
    ['a bomb in a bomb', gzipSync(gzipSync(Buffer.alloc(3 * MAX_REQUEST_BYTES))), 'gzip'],
    [
      'a bomb in members',
      Buffer.concat(
        Array.from({ length: 40 }, () => Buffer.concat([gzipSync(Buffer.alloc(1e6)), ZEROS])),
      ),
      'gzip',
    ],
    [
      'a bomb in frames',
      Buffer.concat([
        STREAM,
        ...Array.from({ length: 600 }, () => frame(0, compressSync(Buffer.alloc(65_536)))),
      ]),
      'snappy',
    ],
  ] as const) {
    it(`${name}, as too large`, async () => {
      const { response, unexpected } = await send(body, coding);
      assert.deepEqual([response.status, unexpected], [413, []]);
    });
  }
});
