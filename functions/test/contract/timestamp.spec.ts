import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import {
  fromNanos,
  parseTimestamp,
  readTimestamp,
  timestampSchema,
} from '../../src/contract/timestamp.js';

describe('timestamp', () => {
  for (const [time, iso, nanos] of [
    ['2024-01-15T10:30:00Z', '2024-01-15T10:30:00.000Z', 0],
    ['2024-01-15T10:30:00.1Z', '2024-01-15T10:30:00.000Z', 100_000_000],
    ['2024-01-15T10:30:00.123456789Z', '2024-01-15T10:30:00.000Z', 123_456_789],
    ['2024-01-15T10:30:00.000000001+05:30', '2024-01-15T05:00:00.000Z', 1],
    ['1969-12-31T23:59:59.5Z', '1969-12-31T23:59:59.000Z', 500_000_000],
    ['9999-12-31T23:59:59.999999999Z', '9999-12-31T23:59:59.000Z', 999_999_999],
  ] as const) {
    it(`keeps ${time} to the nanosecond`, () => {
      assert.equal(timestampSchema.parse(time), time);
      assert.deepEqual(parseTimestamp(time), { seconds: Date.parse(iso) / 1000, nanos });
    });
  }

  for (const time of [
    '',
    '2024-01-15',
    '2024-01-15T10:30:00',
    '2024-02-30T10:30:00Z',
    '2024-01-15T24:00:00Z',
    '2024-01-15T10:30:00.1234567890Z',
    '9999-12-31T23:59:59-01:00',
    '+010000-01-01T00:00:00Z',
    'now',
    1705314600,
    null,
  ]) {
    it(`refuses ${JSON.stringify(time)}`, () => {
      assert.equal(timestampSchema.safeParse(time).success, false);
    });
  }
});

describe('readTimestamp', () => {
  for (const [time, read] of [
    ['2024-01-15T10:30:00.5+01:00', '2024-01-15T10:30:00.5+01:00'],
    [1_705_314_600, '2024-01-15T10:30:00Z'],
    [1_705_314_600.25, '2024-01-15T10:30:00.250Z'],
    ['1705314600.123456789', '2024-01-15T10:30:00.123456789Z'],
    [1_705_314_600_123, '2024-01-15T10:30:00.123Z'],
    ['1705314600123', '2024-01-15T10:30:00.123Z'],
    [1_705_314_600_123_456, '2024-01-15T10:30:00.123456Z'],
    ['1705314600123456789', '2024-01-15T10:30:00.123456789Z'],
    [5, undefined],
    [99_999_999, undefined],
    [-1_705_314_600, undefined],
    ['1e12', undefined],
    ['2024-01-15 10:30:00', undefined],
    ['', undefined],
    ['9'.repeat(50), undefined],
    [Number.NaN, undefined],
    [1e300, undefined],
    [null, undefined],
    [{}, undefined],
  ] as const) {
    it(`reads ${JSON.stringify(time)} as ${read}`, () => {
      assert.equal(readTimestamp(time), read);
    });
  }

  it('gives back nothing that cannot be stored', () => {
    fc.assert(
      fc.property(fc.oneof(fc.double(), fc.integer(), fc.bigInt().map(String)), (time) => {
        const read = readTimestamp(time);
        return read === undefined || timestampSchema.safeParse(read).success;
      }),
      { seed: 1, numRuns: 2_000 },
    );
  });
});

describe('fromNanos', () => {
  it('keeps nanoseconds and stops after the year 9999', () => {
    assert.equal(fromNanos(1n), '1970-01-01T00:00:00.000000001Z');
    assert.equal(fromNanos(253_402_300_799_999_999_999n), '9999-12-31T23:59:59.999999999Z');
    assert.equal(fromNanos(253_402_300_800_000_000_000n), undefined);
  });
});
