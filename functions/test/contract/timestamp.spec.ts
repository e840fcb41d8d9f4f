import assert from 'node:assert/strict';

import { parseTimestamp, timestampSchema } from '../../src/contract/timestamp.js';

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
