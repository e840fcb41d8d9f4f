import assert from 'node:assert/strict';

import * as fc from 'fast-check';
import { DateTime } from 'luxon';

import { parseTimestamp, readTime, timestampSchema } from '../../src/contract/timestamp.js';
import { TIME_FORMS } from '../../src/contract/time-forms.js';

const NOW = Date.parse('2026-11-27T18:00:00Z');
const DAY_MS = 86_400_000;

/** The time that is read, or the repair if there is none. */
const read = (sent: unknown): string => {
  const reading = readTime(sent, NOW);
  return 'time' in reading ? reading.time : reading.repair;
};

describe('timestamp', () => {
  for (const [time, iso, nanos] of [
    ['2024-01-15T10:30:00Z', '2024-01-15T10:30:00.000Z', 0],
    ['2024-01-15T10:30:00.1Z', '2024-01-15T10:30:00.000Z', 100_000_000],
    ['2024-01-15T10:30:00.123456789Z', '2024-01-15T10:30:00.000Z', 123_456_789],
    ['2024-01-15T10:30:00.000000001+05:30', '2024-01-15T05:00:00.000Z', 1],
    ['1969-12-31T23:59:59.5Z', '1969-12-31T23:59:59.000Z', 500_000_000],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z', 0],
    ['9999-12-31T23:59:59.999999999Z', '9999-12-31T23:59:59.000Z', 999_999_999],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000Z', 0],
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
    '2023-02-29T10:30:00Z',
    '2024-00-10T10:30:00Z',
    '2024-01-15T24:00:00Z',
    '2024-01-15T10:60:00Z',
    '2024-01-15T10:30:61Z',
    '2024-01-15T10:30:00.Z',
    '2024-01-15T10:30:00.1234567890Z',
    '2024-01-15T10:30:00+24:00',
    '2024-01-15T10:30:00+0000',
    '0001-01-01T00:00:00+01:00',
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

  it('reads every RFC 3339 time as luxon does', () => {
    const offset = fc.integer({ min: -14 * 60, max: 14 * 60 });
    fc.assert(
      fc.property(fc.date({ min: new Date(0), noInvalidDate: true }), offset, (date, minutes) => {
        if (date.getUTCFullYear() > 9998) return;
        const text = DateTime.fromJSDate(date, { zone: 'utc' })
          .setZone(minutes === 0 ? 'utc' : `UTC${minutes > 0 ? '+' : '-'}${zone(minutes)}`)
          .toISO();
        const { seconds, nanos } = parseTimestamp(text ?? '');
        assert.equal(seconds * 1000 + nanos / 1e6, date.getTime(), text ?? '');
      }),
      { seed: 1, numRuns: 5_000 },
    );
  });
});

const zone = (minutes: number) =>
  `${Math.floor(Math.abs(minutes) / 60)}:${String(Math.abs(minutes) % 60).padStart(2, '0')}`;

describe('readTime', () => {
  for (const [sent, time] of [
    ['2024-01-15T10:30:00.5+01:00', '2024-01-15T10:30:00.5+01:00'],
    [' 2026-02-03T04:05:06Z\n', '2026-02-03T04:05:06Z'],
    // RFC 3339's relatives.
    ['2026-02-03T04:05:06+0000', '2026-02-03T04:05:06Z'],
    ['2026-02-03T04:05:06.123+0530', '2026-02-02T22:35:06.123Z'],
    ['2026-02-03T04:05:06+00', '2026-02-03T04:05:06Z'],
    ['2026-02-03T04:05:06', '2026-02-03T04:05:06Z'],
    ['2026-02-03t04:05:06.5z', '2026-02-03T04:05:06.500Z'],
    ['2026-02-03 04:05:06', '2026-02-03T04:05:06Z'],
    ['2026-02-03 04:05:06,789', '2026-02-03T04:05:06.789Z'],
    ['2026-02-03T04:05:06,789+01:00', '2026-02-03T03:05:06.789Z'],
    ['2026-02-03 04:05:06.789 +0000 UTC', '2026-02-03T04:05:06.789Z'],
    ['2026-02-03 04:05:06.789123 +0100 CET m=+0.000123', '2026-02-03T03:05:06.789123Z'],
    ['2026-02-03 04:05:06 UTC', '2026-02-03T04:05:06Z'],
    ['2026-02-03 04:05:06 PST', '2026-02-03T12:05:06Z'],
    ['2026-02-03T04:05:06.789+01:00[Europe/Berlin]', '2026-02-03T03:05:06.789Z'],
    ['2026-02-03T04:05Z', '2026-02-03T04:05:00Z'],
    ['2026-02-03T04:05:06.1234567891234Z', '2026-02-03T04:05:06.123456789Z'],
    ['2026-02-03', '2026-02-03T00:00:00Z'],
    ['2026/02/03 04:05:06', '2026-02-03T04:05:06Z'],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00Z'],
    ['2026-02-03T24:00:00Z', '2026-02-04T00:00:00Z'],
    ['20260203T040506Z', '2026-02-03T04:05:06Z'],
    ['20260203040506', '2026-02-03T04:05:06Z'],
    [20_260_203_040_506, '2026-02-03T04:05:06Z'],
    ['20260203040506789', '2026-02-03T04:05:06.789Z'],
    // Web servers.
    ['10/Oct/2025:13:55:36 -0700', '2025-10-10T20:55:36Z'],
    ['[10/Oct/2025:13:55:36 +0000]', '2025-10-10T13:55:36Z'],
    ['Fri Oct 10 13:55:36.123456 2025', '2025-10-10T13:55:36.123456Z'],
    // Mail and HTTP.
    ['Fri, 10 Oct 2025 13:55:36 -0700', '2025-10-10T20:55:36Z'],
    ['10 Oct 2025 13:55:36 GMT', '2025-10-10T13:55:36Z'],
    ['Fri, 10 Oct 2025 13:55 EST', '2025-10-10T18:55:00Z'],
    ['Friday, 10-Oct-25 13:55:36 GMT', '2025-10-10T13:55:36Z'],
    ['Fri Oct 10 13:55:36 2025', '2025-10-10T13:55:36Z'],
    ['Fri Oct 10 13:55:36 UTC 2025', '2025-10-10T13:55:36Z'],
    ['Fri Oct 10 2025 13:55:36 GMT-0700 (Pacific Daylight Time)', '2025-10-10T20:55:36Z'],
    ['10 Oct 2025 13:55:36,123', '2025-10-10T13:55:36.123Z'],
    ['10-Oct-2025 13:55:36.123', '2025-10-10T13:55:36.123Z'],
    ['October 10, 2025 1:55:36 PM', '2025-10-10T13:55:36Z'],
    ['10.10.2025 13:55:36', '2025-10-10T13:55:36Z'],
    ['10/13/2025 1:55:36 PM', '2025-10-13T13:55:36Z'],
    ['10/13/2025 12:05 AM', '2025-10-13T00:05:00Z'],
    ['13/10/2025 13:55:36', '2025-10-13T13:55:36Z'],
    ['/Date(1760104536123)/', '2025-10-10T13:55:36.123Z'],
    // Syslog has no year: the latest that is not in the future.
    ['Oct 10 13:55:36', '2026-10-10T13:55:36Z'],
    ['Feb  3 04:05:06', '2026-02-03T04:05:06Z'],
    ['Nov 28 17:00:00', '2026-11-28T17:00:00Z'],
    ['Dec 31 23:59:59', '2025-12-31T23:59:59Z'],
    ['Feb 29 12:00:00', '2024-02-29T12:00:00Z'],
    ['Oct 10 13:55:36.123', '2026-10-10T13:55:36.123Z'],
    ['Oct 10 2025 13:55:36', '2025-10-10T13:55:36Z'],
    // Since 1970.
    [1_705_314_600, '2024-01-15T10:30:00Z'],
    [1_705_314_600.25, '2024-01-15T10:30:00.250Z'],
    ['1705314600.123456789', '2024-01-15T10:30:00.123456789Z'],
    [1_705_314_600_123, '2024-01-15T10:30:00.123Z'],
    ['1705314600123', '2024-01-15T10:30:00.123Z'],
    ['1705314600123.456', '2024-01-15T10:30:00.123456Z'],
    [1_705_314_600_123_456, '2024-01-15T10:30:00.123456Z'],
    ['1705314600123456789', '2024-01-15T10:30:00.123456789Z'],
    ['1.7053146e9', '2024-01-15T10:30:00Z'],
    [{ seconds: 1_705_314_600, nanos: 5 }, '2024-01-15T10:30:00.000000005Z'],
    [{ $date: '2024-01-15T10:30:00.5Z' }, '2024-01-15T10:30:00.5Z'],
    [{ $date: 1_705_314_600_123 }, '2024-01-15T10:30:00.123Z'],
    // Objects and arrays of libraries, at 2024-01-15T10:30:00.
    [{ seconds: '1705314600', nanoseconds: 5 }, '2024-01-15T10:30:00.000000005Z'],
    [{ _seconds: 1_705_314_600, _nanoseconds: 0 }, '2024-01-15T10:30:00Z'],
    [{ secs_since_epoch: 1_705_314_600, nanos_since_epoch: 5e8 }, '2024-01-15T10:30:00.500Z'],
    [{ sec: 1_705_314_600, usec: 250_000 }, '2024-01-15T10:30:00.250Z'],
    [{ $date: { $numberLong: '1705314600123' } }, '2024-01-15T10:30:00.123Z'],
    [{ low: -213_282_816, high: 397_049_495 }, '2024-01-15T10:30:00Z'],
    [[1_705_314_600, 5], '2024-01-15T10:30:00.000000005Z'],
    [[2024, 1, 15], '2024-01-15T00:00:00Z'],
    [[2024, 1, 15, 10, 30], '2024-01-15T10:30:00Z'],
    [[2024, 1, 15, 10, 30, 5, 123_000_000], '2024-01-15T10:30:05.123Z'],
    [[2024, 13, 15, 10, 30], 'time_unreadable'],
    [[2024, 1, 15, 10], 'time_unreadable'],
    [[1_705_314_600, 1e9], 'time_unreadable'],
    [{ seconds: 1_705_314_600, nanos: -1 }, 'time_unreadable'],
    [{ low: 1.5, high: 1 }, 'time_unreadable'],
    // Other separators, and characters around a time.
    ['2026-02-03-04.05.06.789000', '2026-02-03T04:05:06.789Z'],
    ['2026-02-03T04-05-06Z', '2026-02-03T04:05:06Z'],
    ['2026-02-03 04:05:06:789', '2026-02-03T04:05:06.789Z'],
    ['2026-Feb-03 04:05:06', '2026-02-03T04:05:06Z'],
    ['2026 Feb  3 04:05:06.789', '2026-02-03T04:05:06.789Z'],
    ['Feb 3, 2026 @ 04:05:06.789', '2026-02-03T04:05:06.789Z'],
    ['0203 04:05:06.789123', '2026-02-03T04:05:06.789123Z'],
    ['26/02/03 04:05:06', '2026-02-03T04:05:06Z'],
    ['13/10/25 13:55:36', '2025-10-13T13:55:36Z'],
    ['"2026-02-03T04:05:06Z"', '2026-02-03T04:05:06Z'],
    ['@1705314600.5', '2024-01-15T10:30:00.500Z'],
    ['2026-02-03T04:05:06\u221201:00', '2026-02-03T05:05:06Z'],
    ["'2026-02-03T04:05:06Z'", '2026-02-03T04:05:06Z'],
    ['[2026-02-03 04:05:06,789]', '2026-02-03T04:05:06.789Z'],
    ['(2026-02-03T04:05:06Z)', '2026-02-03T04:05:06Z'],
    ['*Oct 10 13:55:36.123', '2026-10-10T13:55:36.123Z'],
    ['.Oct 10 2025 13:55:36.123 UTC:', '2025-10-10T13:55:36.123Z'],
    // As Node and browsers write it since 2023.
    ['Oct 10, 2025, 1:55:36\u202fPM', '2025-10-10T13:55:36Z'],
    ['2026-02-03\u00a004:05:06', '2026-02-03T04:05:06Z'],
    // The hour is no year.
    ['10 Oct 13:55:36', '2026-10-10T13:55:36Z'],
    ['10 Oct 13:55:36.123', '2026-10-10T13:55:36.123Z'],
    ['10 Oct 2025', '2025-10-10T00:00:00Z'],
    ['Oct 10, 2025', '2025-10-10T00:00:00Z'],
    // Weeks and days of the year.
    ['2025-W41-5', '2025-10-10T00:00:00Z'],
    ['2025-W41-5T13:55:36.5+02:00', '2025-10-10T11:55:36.500Z'],
    ['2026-W01-1', '2025-12-29T00:00:00Z'],
    ['2025-W54-1', 'time_unreadable'],
    ['2025-W41-8', 'time_unreadable'],
    ['2025-283T13:55:36Z', '2025-10-10T13:55:36Z'],
    ['2024-366', '2024-12-31T00:00:00Z'],
    ['2025-366', 'time_unreadable'],
    ['2025-000', 'time_unreadable'],
    // Digits of a date with a part of a second.
    ['20260203040506.789', '2026-02-03T04:05:06.789Z'],
    ['20260203040506789123', '2026-02-03T04:05:06.789123Z'],
    // Windows and .NET, which count from 1601 and from year 1.
    ['133497882001234567', '2024-01-15T10:30:00.123456700Z'],
    ['638409114001234567', '2024-01-15T10:30:00.123456700Z'],
    // PHP.
    [
      { date: '2026-02-03 04:05:06.789000', timezone_type: 3, timezone: 'UTC' },
      '2026-02-03T04:05:06.789Z',
    ],
    [
      { date: '2026-02-03 04:05:06.000000', timezone_type: 1, timezone: '+02:00' },
      '2026-02-03T02:05:06Z',
    ],
    [
      { date: '2026-02-03 04:05:06.000000', timezone_type: 3, timezone: 'Europe/Berlin' },
      'time_unreadable',
    ],
    // No time.
    [5, 'time_unreadable'],
    [0, 'time_unreadable'],
    [99_999_999, 'time_unreadable'],
    [-1_705_314_600, 'time_unreadable'],
    ['', 'time_unreadable'],
    [' ', 'time_unreadable'],
    ['yesterday', 'time_unreadable'],
    ['12:30:00', 'time_unreadable'],
    ['2026-02-30T04:05:06Z', 'time_unreadable'],
    ['2026-13-01', 'time_unreadable'],
    ['2026-02-03T25:05:06Z', 'time_unreadable'],
    ['2026-02-03 04:05:06 IST', 'time_unreadable'],
    ['10/11/2025 13:55:36', 'time_unreadable'],
    ['Foo 10 13:55:36', 'time_unreadable'],
    [Number.NaN, 'time_unreadable'],
    [Number.POSITIVE_INFINITY, 'time_unreadable'],
    [true, 'time_unreadable'],
    [null, 'time_unreadable'],
    [[], 'time_unreadable'],
    [{}, 'time_unreadable'],
    [{ seconds: 1 }, 'time_unreadable'],
    [{ $date: [] }, 'time_unreadable'],
    ['9'.repeat(5_000), 'time_unreadable'],
    // Not the time of a log.
    ['1969-12-31T23:59:59Z', 'time_out_of_range'],
    ['0001-01-01T00:00:00Z', 'time_out_of_range'],
    ['2026-11-28T18:00:00Z', '2026-11-28T18:00:00Z'],
    ['2026-11-28T18:00:01Z', 'time_out_of_range'],
    ['2999-01-01T00:00:00Z', 'time_out_of_range'],
    [1e21, 'time_out_of_range'],
    ['99999999999999999999999', 'time_out_of_range'],
    [4_102_444_800, 'time_out_of_range'],
    [1e300, 'time_out_of_range'],
    ['1e400', 'time_out_of_range'],
    ['0e400', 'time_unreadable'],
    ['+010000-01-01T00:00:00Z', 'time_out_of_range'],
    ['10000-01-01T00:00:00Z', 'time_out_of_range'],
  ] as const) {
    it(`reads ${JSON.stringify(sent).slice(0, 70)} as ${time}`, () => {
      assert.equal(read(sent), time);
    });
  }

  for (const { name, example } of TIME_FORMS) {
    it(`reads ${example}, of ${name}`, () => {
      assert.match(read(example), /^20\d\d-/);
    });
  }

  it('keeps no time that cannot be stored, and none out of range', () => {
    const number = fc.oneof(fc.double(), fc.integer(), fc.bigInt(), fc.bigInt().map(String));
    fc.assert(
      fc.property(fc.oneof(number, fc.string(), fc.jsonValue()), (sent) => {
        const reading = readTime(sent, NOW);
        if (!('time' in reading)) return;
        assert.ok(timestampSchema.safeParse(reading.time).success, reading.time);
        const { seconds } = parseTimestamp(reading.time);
        assert.ok(seconds >= 0 && seconds * 1000 <= NOW + DAY_MS);
      }),
      { seed: 1, numRuns: 5_000 },
    );
  });

  /** The same instant in other forms, as a second implementation writes them. */
  const FORMATS = [
    ['yyyy-MM-dd HH:mm:ss.SSS', 1],
    ['yyyy-MM-dd HH:mm:ss,SSS', 1],
    ["yyyy-MM-dd'T'HH:mm:ss.SSSZZZ", 1],
    ["yyyyMMdd'T'HHmmss.SSS'Z'", 1],
    ['yyyy/MM/dd HH:mm:ss', 1000],
    ['dd/MMM/yyyy:HH:mm:ss ZZZ', 1000],
    ['EEE, dd MMM yyyy HH:mm:ss ZZZ', 1000],
    ['EEE MMM d HH:mm:ss yyyy', 1000],
    ['EEE MMM dd yyyy HH:mm:ss', 1000],
    ["EEEE, dd-MMM-yy HH:mm:ss 'GMT'", 1000],
    ['d MMM yyyy HH:mm:ss.SSS', 1],
    ['MMMM d, yyyy h:mm:ss a', 1000],
    ['dd.MM.yyyy HH:mm:ss', 1000],
    ['X', 1000],
    ['x', 1],
  ] as const;

  for (const [format, unit] of FORMATS) {
    it(`reads what luxon writes as ${format} as the same instant`, () => {
      const since = { min: new Date('1974-01-01'), max: new Date(NOW), noInvalidDate: true };
      fc.assert(
        fc.property(fc.date(since), (date) => {
          const at = Math.floor(date.getTime() / unit) * unit;
          const text = DateTime.fromMillis(at, { zone: 'utc', locale: 'en-US' }).toFormat(format);
          assert.equal(Date.parse(read(text)), at, text);
        }),
        { seed: 1, numRuns: 500 },
      );
    });
  }

  it('reads a time without a year as the latest such time that luxon finds', () => {
    fc.assert(
      fc.property(fc.integer({ min: -300, max: 0 }), fc.nat(86_399), (days, seconds) => {
        const at = DateTime.fromMillis(NOW, { zone: 'utc' }).startOf('day').plus({ days, seconds });
        assert.equal(Date.parse(read(at.toFormat('MMM dd HH:mm:ss'))), at.toMillis());
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});
