import assert from 'node:assert/strict';
import { mock } from 'node:test';
import * as zlib from 'node:zlib';

import { contentCoding, inflateBody, inflatedBound } from '../../../src/ingest/http/inflate.js';
import type { Problem } from '../../../src/ingest/http/problem.js';
import { MAX_REQUEST_BYTES } from '../../../src/limits.js';
import { textRequest } from '../../support/request.js';
import { HAS_RELIABLE_ZSTD } from '../../support/zstd.js';

const { brotliCompressSync, deflateSync, gzipSync } = zlib;

const LOG = Buffer.from('{"text":"secret-canary"}');
const COMPRESS = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync } as const;

describe('inflateBody', () => {
  for (const coding of ['gzip', 'deflate', 'br'] as const) {
    const compress = COMPRESS[coding];

    it(`inflates ${coding}`, async () => {
      assert.deepEqual(await inflateBody(coding, compress(LOG)), LOG);
    });

    it(`accepts ${coding} of exactly the limit, and not one byte more`, async () => {
      const most = compress(Buffer.alloc(MAX_REQUEST_BYTES));
      assert.equal((await inflateBody(coding, most))?.length, MAX_REQUEST_BYTES);
      const more = compress(Buffer.alloc(MAX_REQUEST_BYTES + 1));
      await assert.rejects(inflateBody(coding, more), { code: 'content_too_large' });
    });

    it(`bounds in advance how large ${coding} can become`, () => {
      const packed = compress(Buffer.alloc(10_000_000));
      assert.ok(inflatedBound(coding, packed.length) >= 10_000_000);
    });

    const packed = compress(LOG);
    for (const [name, body, detail] of [
      ['is cut off', packed.subarray(0, -3), 'is cut off'],
      ['is empty', Buffer.alloc(0), 'is cut off'],
      ['is something else', LOG, `it is not ${coding}`],
      // gzip may be padded; see below.
      ...(coding === 'gzip'
        ? []
        : ([
            ['has zeros behind it', Buffer.concat([packed, Buffer.alloc(4)]), '4 bytes follow'],
          ] as const)),
      ['has a text behind it', Buffer.concat([packed, LOG]), coding === 'gzip' ? '' : 'follow'],
      // Brotli has no checksum: corrupted data may decompress to anything.
      ...(coding === 'br'
        ? []
        : ([['is broken inside', Buffer.from(packed).fill(0xa5, 5, 12), '']] as const)),
    ] as const) {
      it(`refuses ${coding} that ${name}, and says so without an echo`, async () => {
        await assert.rejects(inflateBody(coding, body), ({ code, message }: Problem) => {
          assert.equal(code, 'invalid_request');
          assert.ok(message.includes(detail), message);
          assert.ok(!message.includes('secret'));
          return true;
        });
      });
    }
  }

  it('stops at fewer bytes on request', async () => {
    const body = gzipSync(Buffer.alloc(1001));
    assert.equal(await inflateBody('gzip', body, 1000), undefined);
    assert.equal((await inflateBody('gzip', body, 1001))?.length, 1001);
  });

  it('accepts gzip with several members, as RFC 1952 allows', async () => {
    const parts = Buffer.concat([gzipSync('one '), gzipSync('two')]);
    assert.equal((await inflateBody('gzip', parts))?.toString(), 'one two');
  });

  it('keeps little memory for many small members, only what they inflate to', async () => {
    const concat = mock.method(Buffer, 'concat');
    try {
      const member = Buffer.concat([gzipSync('x'), Buffer.alloc(1)]);
      const body = Buffer.from(member.toString('hex').repeat(1_000), 'hex');
      assert.equal((await inflateBody('gzip', body, 128 * 1024))?.toString(), 'x'.repeat(1_000));
      const held = concat.mock.calls
        .map(({ arguments: [parts] }) => new Set(parts.map(({ buffer }) => buffer)))
        .map((buffers) => [...buffers].reduce((sum, { byteLength }) => sum + byteLength, 0));
      assert.ok(Math.max(...held) < 1024 ** 2, String(held));
    } finally {
      concat.mock.restore();
    }
  });
});

describe('contentCoding', () => {
  for (const [header, coding] of [
    ['gzip', 'gzip'],
    [' GZIP ', 'gzip'],
    ['x-gzip', 'gzip'],
    ['deflate', 'deflate'],
    ['br', 'br'],
    ['identity', undefined],
    ['', undefined],
  ] as const) {
    it(`knows ${JSON.stringify(header)}`, () => {
      assert.equal(contentCoding(textRequest('x', { 'content-encoding': header })), coding);
    });
  }

  for (const header of ['gzip, br', 'compress', 'constructor']) {
    it(`refuses ${header} and says what is accepted`, () => {
      assert.throws(
        () => contentCoding(textRequest('x', { 'content-encoding': header })),
        (problem: Problem) =>
          problem.headers['accept-encoding']?.startsWith('gzip, deflate, br') === true,
      );
    });
  }
});

describe('zstd', () => {
  const zstd = { 'content-encoding': 'zstd' };

  if (HAS_RELIABLE_ZSTD) {
    const compress = zlib.zstdCompressSync;

    it('is accepted if Node.js supports it, within the same bounds', async () => {
      assert.equal(contentCoding(textRequest('x', zstd)), 'zstd');
      assert.deepEqual(await inflateBody('zstd', compress(LOG)), LOG);
      const more = compress(Buffer.alloc(MAX_REQUEST_BYTES + 1));
      await assert.rejects(inflateBody('zstd', more), { code: 'content_too_large' });
      assert.equal(inflatedBound('zstd', more.length), MAX_REQUEST_BYTES);
    });

    it('is refused if it is truncated, is something else, or is followed by more', async () => {
      const packed = compress(LOG);
      for (const body of [packed.subarray(0, -3), LOG, Buffer.concat([packed, LOG])]) {
        await assert.rejects(inflateBody('zstd', body), { code: 'invalid_request' });
      }
    });
  } else {
    it('is refused in a clear sentence if Node.js does not support it', () => {
      assert.throws(() => contentCoding(textRequest('x', zstd)), {
        code: 'unsupported_media_type',
        message: /has no zstd.*gzip, deflate or br/,
      });
    });
  }
});
