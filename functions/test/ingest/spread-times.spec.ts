import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { parseTimestamp, timestampSchema } from '../../src/contract/timestamp.js';
import { createSpreadTimes } from '../../src/ingest/spread-times.js';

const AT = '2024-01-15T10:30:00.123Z';
const spread = (times: string[]) => times.map(createSpreadTimes());
const micros = (time: string) => {
  const { seconds, nanos } = parseTimestamp(time);
  return seconds * 1e6 + Math.floor(nanos / 1000);
};

describe('createSpreadTimes', () => {
  it('puts equal times a microsecond apart, in their order', () => {
    assert.deepEqual(spread([AT, AT, '2024-01-15T11:30:00.123+01:00']), [
      AT,
      '2024-01-15T10:30:00.123001Z',
      '2024-01-15T10:30:00.123002Z',
    ]);
  });

  it('leaves different times as they are, to the nanosecond', () => {
    const times = ['2024-01-15T10:30:00.123456789Z', '2024-01-15T10:30:00Z', AT];
    assert.deepEqual(spread(times), times);
  });

  it('moves on if the next microsecond is taken', () => {
    assert.deepEqual(spread([AT, '2024-01-15T10:30:00.123001Z', AT]), [
      AT,
      '2024-01-15T10:30:00.123001Z',
      '2024-01-15T10:30:00.123002Z',
    ]);
  });

  it('separates times that Firestore would round to one', () => {
    assert.deepEqual(spread(['2024-01-15T10:30:00.123456789Z', '2024-01-15T10:30:00.123456001Z']), [
      '2024-01-15T10:30:00.123456789Z',
      '2024-01-15T10:30:00.123457Z',
    ]);
  });

  it('carries into the next second', () => {
    const last = '2024-12-31T23:59:59.999999Z';
    assert.deepEqual(spread([last, last]), [last, '2025-01-01T00:00:00.000000Z']);
  });

  it('never makes a time that cannot be stored', () => {
    for (const time of ['9999-12-31T23:59:59.999999Z', '0001-01-01T00:00:00Z']) {
      for (const made of spread([time, time])) assert.ok(timestampSchema.safeParse(made).success);
    }
  });

  it('gives each of 100,000 equal times its own, the same on every run', () => {
    const times = Array.from({ length: 100_000 }, () => AT);
    const made = spread(times);
    assert.equal(new Set(made).size, 100_000);
    assert.equal(made.at(-1), '2024-01-15T10:30:00.222999Z');
    assert.deepEqual(spread(times), made);
  });

  it('keeps equal times distinct and in order, whatever comes between', () => {
    const base = Date.parse(AT);
    const time = fc
      .nat(20)
      .map((offset) =>
        new Date(base).toISOString().replace('Z', `${String(offset).padStart(3, '0')}Z`),
      );
    fc.assert(
      fc.property(fc.array(time, { maxLength: 60 }), (times) => {
        const made = spread(times).map(micros);
        assert.equal(new Set(made).size, made.length);
        for (const [index, at] of made.entries()) {
          const before = made.filter((_, other) => other < index && times[other] === times[index]);
          assert.ok(before.every((earlier) => earlier < at));
        }
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});
