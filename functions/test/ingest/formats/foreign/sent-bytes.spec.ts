import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';

import {
  InflatedBytes,
  inflateRecord,
} from '../../../../src/ingest/formats/foreign/inflate-record.js';
import { sentBytes } from '../../../../src/ingest/formats/foreign/sent-bytes.js';
import { MAX_INFLATED_RECORDS } from '../../../../src/limits.js';

const read = (data: unknown) => sentBytes(data, new InflatedBytes(1_000)).toString();
const base64 = (bytes: Buffer | string) => Buffer.from(bytes).toString('base64');

const PACKED = gzipSync('{"msg":"a"}\n{"msg":"b"}');
const broken = Buffer.from(PACKED).fill(0xa5, 12, 18);

describe('sentBytes', () => {
  for (const [name, data, text] of [
    ['text', base64('a text'), 'a text'],
    ['base64 in lines', base64('three').replace(/^.{4}/, '$&\r\n '), 'three'],
    ['base64url', Buffer.from('a?b>c~~~').toString('base64url'), 'a?b>c~~~'],
    ['words that are not base64', 'disk full', 'disk full'],
    ['a word that only looks like base64', 'starting', 'starting'],
    ['UTF-16 with a mark', base64(Buffer.from('\ufeffKäse', 'utf16le')), 'Käse'],
    ['text in Latin 1', base64(Buffer.from('Käse', 'latin1')), 'K\ufffdse'],
    ['gzip', base64(PACKED), '{"msg":"a"}\n{"msg":"b"}'],
    ['gzip of gzip', base64(gzipSync(PACKED)), '{"msg":"a"}\n{"msg":"b"}'],
    [
      'gzip followed by zeros',
      base64(Buffer.concat([PACKED, Buffer.alloc(9)])),
      '{"msg":"a"}\n{"msg":"b"}',
    ],
    ['members of gzip', base64(Buffer.concat([gzipSync('a'), gzipSync('b')])), 'ab'],
    ['broken gzip', base64(broken), base64(broken)],
    [
      'gzip followed by zeros and text',
      base64(Buffer.concat([PACKED, Buffer.from('\0\0text')])),
      base64(Buffer.concat([PACKED, Buffer.from('\0\0text')])),
    ],
    ['other bytes', base64(Buffer.from([0, 0xff, 1])), base64(Buffer.from([0, 0xff, 1]))],
    ['an object', { a: 1 }, '{"a":1}'],
  ] as const) {
    it(`reads ${name}`, () => assert.equal(read(data), text));
  }

  it('keeps the beginning of gzip that is cut off', () => {
    assert.match(read(base64(PACKED.subarray(0, -10))), /^\{"msg":"a"\}\n\{"msg"/);
  });
});

describe('inflateRecord', () => {
  for (const [name, record] of [
    ['are broken', broken],
    ['hold nothing', gzipSync('')],
    ['hold little', gzipSync('a')],
  ] as const) {
    it(`bounds how many records are read that ${name}`, () => {
      const inflated = new InflatedBytes(0);
      inflated.left = 1_000_000;
      const most = Math.ceil(inflated.left / MAX_INFLATED_RECORDS.least);
      assert.throws(
        () => {
          for (let times = 0; times <= most; times += 1) inflateRecord(record, inflated);
        },
        { code: 'content_too_large' },
      );
    });
  }

  it('reads a hundred thousand small records', () => {
    const inflated = new InflatedBytes(4_000_000);
    for (let times = 0; times < 100_000; times += 1) inflateRecord(PACKED, inflated);
  });

  it('charges for the work on records that are broken', () => {
    const inflated = new InflatedBytes(10_000);
    const bomb = Buffer.concat([gzipSync(Buffer.alloc(7_000_000)), Buffer.from('x')]);
    assert.throws(
      () => {
        for (let times = 0; times < 10; times += 1) inflateRecord(bomb, inflated);
      },
      { code: 'content_too_large' },
    );
  });
});
