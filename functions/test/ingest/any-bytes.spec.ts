import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';

import { encode } from '@msgpack/msgpack';
import * as fc from 'fast-check';

import { INTAKE } from '../../src/ingest/routes.js';
import { intake } from '../support/intake.js';
import { request } from '../support/request.js';

const SEED = 20_261_127;
const RUNS = 6_000;

/** A unique word, to be found again in published logs. */
const word = fc.uuid().map((id) => `wx${id.replaceAll('-', '')}`);
const WORD = /wx[0-9a-f]{32}/g;

const NAMES =
  'text message msg log body event short_message full_message @m @mt time ts @timestamp timestamp @t date level severity status @l attributes fields log_id _id ddtags @x @r Events Properties streams stream values records data resourceLogs scopeLogs logRecords create index MessageTemplate host __proto__ __x__ a'.split(
    ' ',
  );
const time = fc.constantFrom<unknown>(
  '2024-01-10T10:30:00Z',
  '1704882600123456789',
  1_704_882_600.5,
  'never',
  null,
);
const leaf = fc.oneof(
  { weight: 4, arbitrary: word },
  { weight: 2, arbitrary: time },
  fc.integer(),
  fc.boolean(),
  fc.string({ unit: 'binary', maxLength: 8 }),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('', ...NAMES), tie('value'), { maxKeys: 5 }),
  ),
}));

/** What clients send to each path, with arbitrary values in it. */
const SHAPES: Record<string, fc.Arbitrary<unknown>> = {
  '/ingest': fc.record({ text: leaf, a: value }),
  '/loki/api/v1/push': fc.record({
    streams: fc.array(
      fc.record({
        stream: fc.dictionary(fc.constantFrom('app', 'level', 'b'), leaf),
        values: fc.array(
          fc.oneof(fc.tuple(time, leaf), fc.tuple(time, leaf, value), fc.tuple(time, value)),
          // Labels without an entry belong to no log.
          { minLength: 1, maxLength: 3 },
        ),
      }),
      { maxLength: 3 },
    ),
  }),
  '/v1/logs': fc
    .record({
      resource: value,
      scope: value,
      body: fc.oneof(fc.record({ stringValue: leaf }), value),
      attributes: value,
      timeUnixNano: time,
      severityText: leaf,
      severityNumber: leaf,
      traceId: leaf,
      b: value,
    })
    .map(({ resource, scope, ...record }) => ({
      resourceLogs: [{ resource, scopeLogs: [{ scope, logRecords: [record] }] }],
    })),
  '/services/collector/event': fc.record({ event: value, time, fields: value, host: leaf }),
  '/api/v2/logs': fc.record({
    message: fc.oneof(leaf, value),
    ddtags: leaf,
    status: leaf,
    a: value,
  }),
  '/api/events/raw': fc.record({
    Events: fc.array(
      fc.record({ Timestamp: time, MessageTemplate: leaf, Properties: value, Exception: leaf }),
      { maxLength: 3 },
    ),
  }),
  '/clef': fc.record({ '@mt': leaf, '@m': leaf, '@t': time, '@x': leaf, '@l': leaf, b: value }),
  '/gelf': fc.record({ short_message: leaf, full_message: leaf, _a: value, timestamp: time }),
};
const shaped = fc.oneof(
  ...Object.values(SHAPES),
  fc.record({ create: fc.record({ _id: leaf }) }),
  fc.record({ records: fc.array(fc.record({ data: fc.base64String() }), { maxLength: 3 }) }),
  value,
);

const json = (sent: unknown) => Buffer.from(JSON.stringify(sent) ?? '');
const body = fc.oneof(
  shaped.map(json),
  fc.array(shaped, { maxLength: 4 }).map(json),
  fc
    .array(shaped, { maxLength: 5 })
    .map((all) => Buffer.concat(all.flatMap((one) => [json(one), NEWLINE]))),
  fc
    .array(shaped, { maxLength: 3 })
    .map((all) => Buffer.concat(all.map((one) => Buffer.from(encode(one))))),
  fc
    .tuple(shaped, word)
    .map(([one, text]) => Buffer.concat([json(one), NEWLINE, Buffer.from(text)])),
  fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes)),
);
const NEWLINE = Buffer.from('\n');

const damaged = fc
  .tuple(body, fc.constantFrom('whole', 'whole', 'whole', 'cut', 'flipped', 'gzip'), fc.nat(1_000))
  .map(([bytes, how, at]) => {
    const place = bytes.length === 0 ? 0 : at % bytes.length;
    if (how === 'cut') return bytes.subarray(0, place);
    if (how === 'gzip') return gzipSync(bytes);
    const copy = Buffer.from(bytes);
    if (how === 'flipped' && copy.length > 0) copy[place] = (copy[place] ?? 0) ^ (1 << (at % 8));
    return copy;
  });

const headers = fc
  .record({
    type: fc.constantFrom(
      'application/json',
      'application/x-ndjson',
      'text/plain',
      'application/octet-stream',
      'application/x-www-form-urlencoded',
      'application/msgpack',
      'application/logplex-1',
      'application/x-protobuf',
      'application/vnd.api+json; charset=utf-16',
      'text/plain; charset=klingon',
      '',
    ),
    more: fc.oneof(
      { weight: 5, arbitrary: fc.constant<Record<string, string>>({}) },
      fc.constantFrom<Record<string, string>>(
        { 'x-amz-firehose-request-id': 'r-1' },
        { 'user-agent': 'CloudPubSub-Google' },
        { 'logplex-frame-id': 'f-1' },
        { 'idempotency-key': 'k-1' },
      ),
    ),
  })
  .map(({ type, more }) => Object.assign({ 'x-tenant-id': 'acme', 'content-type': type }, more));

const JSON_HEADERS = { 'x-tenant-id': 'acme', 'content-type': 'application/json' };
const meant = fc.oneof(
  ...Object.entries(SHAPES).map(([to, shape]) =>
    fc.tuple(fc.constant(to), fc.constant(JSON_HEADERS), shape.map(json)),
  ),
);
const path = fc.constantFrom(
  ...new Set(INTAKE.map((route) => route.path.replace('{index}', 'logs'))),
);

describe('any bytes, at every path that accepts logs', function () {
  it('are kept with all their words or refused, and never cause a failure', async () => {
    let kept = 0;
    const statuses = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.tuple(path, headers, damaged), meant),
        async ([to, sent, bytes]) => {
          const { handle, published, unexpected } = intake();
          const { status, body: answer } = await handle(request('POST', to, sent, bytes));
          assert.deepEqual(unexpected, []);
          assert.ok(status < 500, `${status}: ${JSON.stringify(answer)}`);
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
          if (status >= 300 || isPartial(answer)) return;
          // Words are not readable in base64, nor with two bytes per character.
          if (isEncoded(sent, bytes)) return;
          const found = JSON.stringify(published);
          for (const [one] of bytes.toString('latin1').matchAll(WORD)) {
            kept += 1;
            assert.ok(found.includes(one), `${one} is lost`);
          }
        },
      ),
      { seed: SEED, numRuns: RUNS },
    );
    // The property does reach these outcomes.
    assert.ok(kept > 2_000, `${kept} words`);
    for (const status of [200, 201, 202, 204, 400, 415]) {
      assert.ok((statuses.get(status) ?? 0) > 10, `${status}: ${statuses.get(status)}`);
    }
  });
});

/** Whether a protocol’s answer says that some logs were rejected. */
function isPartial(answer: unknown): boolean {
  const said = JSON.stringify(answer) ?? '';
  return /"rejected":\[\{|"errors":true|"rejectedLogRecords":"[1-9]/.test(said);
}

function isEncoded(sent: Record<string, string>, bytes: Buffer): boolean {
  return (
    (bytes[0] === 0x1f && bytes[1] === 0x8b) || sent['content-type']?.includes('utf-16') === true
  );
}
