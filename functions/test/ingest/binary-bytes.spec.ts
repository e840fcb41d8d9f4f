import assert from 'node:assert/strict';
import { deflateSync, gzipSync } from 'node:zlib';

import { ExtData } from '@msgpack/msgpack';
import * as fc from 'fast-check';
import { compressSync } from 'snappy';

import { post } from '../support/foreign.js';
import { pack } from '../support/msgpack.js';
import { field, fixed64, inField, varint } from '../support/protobuf.js';

const SEED = 20_261_128;
const RUNS = 4_000;

/** A unique word with a distinct end, to be found again in published logs. */
const word = fc.uuid().map((id) => `wx${id.replaceAll('-', '')}X`);
const WORD = /wx[0-9a-f]{32}X/g;

const NAMES =
  'log message msg level time timestamp a b  __x__ __proto__ severity log_id text'.split(' ');
const time = fc.constantFrom<unknown>(
  new ExtData(0, Buffer.from('65a5092807abcdef', 'hex')),
  new Date(1_705_314_600_123),
  1_705_314_600.5,
  '2024-01-15T10:30:00Z',
  null,
  -1,
);
const { map } = fc.letrec<{ value: unknown; map: Record<string, unknown> }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 3, arbitrary: word },
    word.map((one) => Buffer.from(one)),
    word.map((one) => new ExtData(7, Buffer.from(one))),
    fc.constantFrom<unknown>(5, NaN, 2n ** 62n, true, Buffer.from([0xff, 0, 1])),
    time,
    fc.array(tie('value'), { maxLength: 3 }),
    tie('map'),
  ),
  map: fc.dictionary(fc.constantFrom(...NAMES), tie('value'), { minKeys: 1, maxKeys: 4 }),
}));
const entry = fc.tuple(time, map);
const entries = fc.array(entry, { minLength: 1, maxLength: 3 });

const msgpack = fc.oneof(
  entries.map((all) => pack(...all)),
  entries.map((all) => pack(all)),
  fc.array(map, { minLength: 1, maxLength: 3 }).map((all) => pack(all)),
  fc.tuple(fc.tuple(time, map), map).map((one) => pack(one)),
  fc.tuple(word, entries).map((message) => pack(message)),
  fc.tuple(word, entries).map(([tag, all]) => pack([tag, pack(...all), { size: all.length }])),
);

const { any } = fc.letrec<{ any: Buffer }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 3, arbitrary: word.map((one) => inField(1, one)) },
    fc.nat().map((number) => field(3, 0, varint(number))),
    word.map((one) => inField(7, one)),
    fc
      .array(tie('any'), { maxLength: 2 })
      .map((all) => inField(5, ...all.map((one) => inField(1, one)))),
    fc
      .tuple(word, tie('any'))
      .map(([key, value]) => inField(6, inField(1, inField(1, key), inField(2, value)))),
  ),
}));
const named = (id: number) =>
  fc.tuple(word, any).map(([key, value]) => inField(id, inField(1, key), inField(2, value)));
const record = fc
  .tuple(
    any,
    fc.array(named(6), { maxLength: 2 }),
    fc.oneof(
      fc.constant(Buffer.alloc(0)),
      fc.tuple(fc.integer({ min: 1, max: 60 }), word).map(([id, one]) => inField(id, one)),
      fc.constant(field(3, 0, varint(5))),
    ),
  )
  // The field that may be undecodable comes last.
  .map(([body, attributes, other]) =>
    Buffer.concat([
      fixed64(11, 1_705_314_600_123_456_789n),
      inField(5, body),
      ...attributes,
      other,
    ]),
  );
const otlp = fc
  .array(fc.tuple(named(1), fc.array(record, { minLength: 1, maxLength: 3 })), {
    minLength: 1,
    maxLength: 2,
  })
  .map((groups) =>
    Buffer.concat(
      groups.map(([resource, records]) =>
        inField(1, inField(1, resource), inField(2, ...records.map((one) => inField(2, one)))),
      ),
    ),
  );
const stamp = inField(1, field(1, 0, varint(1_705_314_600)), field(2, 0, varint(7)));
const loki = fc
  .array(fc.tuple(word, fc.array(fc.tuple(word, word), { minLength: 1, maxLength: 3 })), {
    minLength: 1,
    maxLength: 2,
  })
  .map((streams) =>
    Buffer.concat(
      streams.map(([label, lines]) =>
        inField(
          1,
          inField(1, `{app="${label}"}`),
          ...lines.map(([line, meta]) =>
            inField(2, stamp, inField(2, line), inField(3, inField(1, 'k'), inField(2, meta))),
          ),
        ),
      ),
    ),
  );

const PROTOBUF = 'application/x-protobuf';
const sent = fc.oneof(
  {
    weight: 2,
    arbitrary: msgpack.map((body) => ['/ingest', 'application/msgpack', body] as const),
  },
  otlp.map((body) => ['/v1/logs', PROTOBUF, body] as const),
  loki.map((body) => ['/loki/api/v1/push', PROTOBUF, body] as const),
);
const HUGE = ['dfffffffff', 'ddffffffff', 'c6ffffffff', '0affffffff0f'].map((hex) =>
  Buffer.from(hex, 'hex'),
);
const damage = fc.record({
  how: fc.constantFrom('whole', 'whole', 'cut', 'flip', 'insert', 'delete', 'claim'),
  at: fc.nat(100_000),
  packed: fc.constantFrom('', '', 'gzip', 'padded', 'twice', 'deflate'),
});

function damaged(body: Buffer, how: string, seed: number): Buffer {
  const at = seed % body.length;
  const [head, tail] = [body.subarray(0, at), body.subarray(at)];
  switch (how) {
    case 'cut':
      return head;
    case 'flip':
      return Buffer.concat([
        head,
        Buffer.from([(body[at] ?? 0) ^ (1 << (seed % 8))]),
        tail.subarray(1),
      ]);
    case 'insert':
      return Buffer.concat([head, Buffer.from([seed % 256]), tail]);
    case 'delete':
      return Buffer.concat([head, tail.subarray(1 + (seed % 3))]);
    case 'claim':
      return Buffer.concat([head, HUGE[seed % HUGE.length] ?? head, tail]);
    default:
      return body;
  }
}

function packed(body: Buffer, how: string, path: string): [Buffer, string?] {
  if (path.startsWith('/loki')) return how === '' ? [body] : [compressSync(body)];
  if (how === 'gzip') return [gzipSync(body), 'gzip'];
  if (how === 'padded') return [Buffer.concat([gzipSync(body), Buffer.alloc(9)]), 'gzip'];
  if (how === 'twice') return [gzipSync(gzipSync(body)), 'gzip'];
  return how === 'deflate' ? [deflateSync(body), 'gzip'] : [body];
}

describe('msgpack and protobuf, whole or damaged', function () {
  this.timeout(120_000);

  it('are kept with every word, or refused quickly, and never cause a failure', async () => {
    let kept = 0;
    let damagedKept = 0;
    await fc.assert(
      fc.asyncProperty(sent, damage, async ([path, type, whole], { how, at, packed: coding }) => {
        const body = damaged(whole, how, at);
        const [bytes, label] = packed(body, coding, path);
        const headers = {
          'content-type': type,
          ...(label !== undefined && { 'content-encoding': label }),
        };
        const begun = performance.now();
        const { response, logs, unexpected } = await post(path, bytes, headers);
        assert.deepEqual(unexpected, []);
        assert.ok(response.status < 500, String(response.status));
        assert.ok(performance.now() - begun < 5_000);
        if (how !== 'whole') {
          damagedKept += logs.length;
          return;
        }
        assert.ok(response.status < 300, `${response.status}: ${String(response.body)}`);
        const found = wordsIn(JSON.stringify(logs));
        for (const [one] of body.toString('latin1').matchAll(WORD)) {
          kept += 1;
          assert.ok(found.includes(one), `${one} is lost`);
        }
      }),
      { seed: SEED, numRuns: RUNS },
    );
    // Neither case may be missed by chance.
    assert.ok(kept > 5_000, `${kept} words`);
    assert.ok(damagedKept > 1_000, `${damagedKept} logs`);
  });
});

/** A text, with its Base64 and hexadecimal decoded, in which OTLP's bytes are kept. */
function wordsIn(text: string): string {
  const encoded = [...text.matchAll(/[A-Za-z0-9+/]{30,}={0,2}/g)].map(([one]) =>
    Buffer.from(one, /^[\da-f]+$/.test(one) ? 'hex' : 'base64').toString('latin1'),
  );
  return [text, ...encoded].join(' ');
}
