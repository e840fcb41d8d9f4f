import { fromMillis, type Instant } from './instant.js';
import { type CivilTime, parseRfc3339, toInstant } from './rfc3339.js';

const WEEKDAY = '(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},? +)?';
const MONTH = '(?<month>[a-z]{3,9})\\.?';
const FRACTION = '(?:[.,:](?<fraction>\\d{1,30}))?';
const CLOCK = `(?<hour>\\d{1,2}):(?<minute>\\d\\d)(?::(?<second>\\d\\d)${FRACTION})?`;
const HALF_DAY = '(?: ?(?<half>[ap])\\.?m\\.?)?';
/** An offset or a zone's name; Java and JavaScript add the zone's full name after it. */
const ZONE =
  '(?: ?(?<zone>(?:utc|gmt|ut)?[+-]\\d{1,2}:?(?:\\d\\d)?|[a-z]{1,4}))?' +
  '(?: (?:[a-z]{3,4}|[+-]\\d\\d))?(?: ?m=[+-][\\d.]+)?(?: ?(?:\\[[\\w/+-]+\\]|\\([\\w +:-]+\\)))?';

/**
 * Common time formats other than RFC 3339, each with an example that its tests parse. To add one,
 * add a line here. Defaults for missing parts: midnight, UTC, and the nearest year before `now`.
 */
export const TIME_FORMS = [
  {
    name: 'ISO 8601 and its relatives, of Python, Go, Ruby, Java, nginx',
    example: '2026-02-03 04:05:06,789 +0000 UTC',
    begins: /^\d{4}[-/.]/,
    pattern: `(?<year>\\d{4})[-/.](?<month>\\d{1,2})[-/.](?<day>\\d{1,2})(?:(?:[T_]|,? +)${CLOCK}${HALF_DAY}${ZONE})?`,
  },
  {
    name: 'Db2, and what has no colons',
    example: '2026-02-03-04.05.06.789000',
    begins: /^\d{4}-/,
    pattern: `(?<year>\\d{4})-(?<month>\\d\\d)-(?<day>\\d\\d)[-T_ ](?<hour>\\d\\d)[-.:](?<minute>\\d\\d)[-.:](?<second>\\d\\d)${FRACTION}${ZONE}`,
  },
  {
    name: 'year first, and the month by its name',
    example: '2026-Feb-03 04:05:06',
    begins: /^\d{4}[- ][a-z]/i,
    pattern: `(?<year>\\d{4})[- ]${MONTH}[- ] ?(?<day>\\d{1,2})[T ] *${CLOCK}${ZONE}`,
  },
  {
    name: 'glog and klog',
    example: 'I0203 04:05:06.789123',
    begins: /^[IWEFD]?\d{4} /,
    pattern: `[IWEFD]?(?<month>\\d\\d)(?<day>\\d\\d) +${CLOCK}`,
  },
  {
    name: 'MySQL',
    example: '260203  4:05:06',
    begins: /^\d{6} /,
    pattern: `(?<year>\\d\\d)(?<month>\\d\\d)(?<day>\\d\\d) +${CLOCK}`,
  },
  {
    name: 'logcat',
    example: '02-03 04:05:06.789',
    begins: /^\d\d-\d\d /,
    pattern: `(?<month>\\d\\d)-(?<day>\\d\\d) +${CLOCK}`,
  },
  {
    name: 'ISO 8601, basic',
    example: '20260203T040506Z',
    begins: /^\d{8}/,
    pattern: `(?<year>\\d{4})(?<month>\\d\\d)(?<day>\\d\\d)(?:[T -]?(?<hour>\\d\\d):?(?<minute>\\d\\d):?(?<second>\\d\\d)${FRACTION}${ZONE})?`,
  },
  {
    name: 'common log format, of Apache and nginx',
    example: '10/Oct/2025:13:55:36 -0700',
    begins: /^\[?\d\d?\/[a-z]/i,
    pattern: `\\[?(?<day>\\d{1,2})/${MONTH}/(?<year>\\d{4})[: ]${CLOCK}${ZONE}\\]?`,
  },
  {
    name: 'RFC 2822, RFC 850, HTTP, log4j, Tomcat',
    example: 'Fri, 10 Oct 2025 13:55:36 -0700',
    begins: /^(?:[a-z]+,? +)?\d\d?[ -][a-z]/i,
    pattern: `${WEEKDAY}(?<day>\\d{1,2})[ -]${MONTH}[ -](?<year>\\d{4}|\\d\\d(?!:)),?[ T:]+${CLOCK}${HALF_DAY}${ZONE}`,
  },
  {
    name: 'Redis before 4',
    example: '10 Oct 13:55:36.123',
    begins: /^\d\d? [a-z]/i,
    pattern: `(?<day>\\d{1,2}) ${MONTH} +${CLOCK}${ZONE}`,
  },
  {
    name: 'a day with its month’s name',
    example: '10 Oct 2025',
    begins: /^(?:[a-z]+,? +)?\d\d?[ -][a-z]/i,
    pattern: `${WEEKDAY}(?<day>\\d{1,2})[ -]${MONTH}[ -](?<year>\\d{4})`,
  },
  {
    name: 'a day with its month’s name, as in America',
    example: 'Oct 10, 2025',
    begins: /^[a-z]/i,
    pattern: `${WEEKDAY}${MONTH} +(?<day>\\d{1,2}),? +(?<year>\\d{4})`,
  },
  {
    name: 'ISO 8601, by weeks',
    example: '2025-W41-5T13:55:36Z',
    begins: /^\d{4}-?W/i,
    pattern: `(?<year>\\d{4})-?W(?<week>\\d\\d)-?(?<weekday>[1-7])(?:[T ]${CLOCK}${ZONE})?`,
  },
  {
    name: 'ISO 8601, by the day of the year',
    example: '2025-283T13:55:36Z',
    begins: /^\d{4}-\d{3}/,
    pattern: `(?<year>\\d{4})-(?<ordinal>\\d{3})(?:[T ]${CLOCK}${ZONE})?`,
  },
  {
    name: 'syslog (RFC 3164), ctime, date(1), JavaScript, Apache’s error log',
    example: 'Oct 10 13:55:36',
    begins: /^[a-z]/i,
    pattern: `${WEEKDAY}${MONTH} +(?<day>\\d{1,2}),? +(?:(?<year>\\d{4}),? +)?(?:(?:at|@) )?${CLOCK}${HALF_DAY}(?: ?(?<zone>(?:utc|gmt|ut)?[+-]\\d{1,2}:?(?:\\d\\d)?|[a-z]{1,4}))?(?: (?<lastYear>\\d{4}))?(?: ?\\([\\w +:-]+\\))?`,
  },
  {
    name: 'day before month, as in Germany',
    example: '10.10.2025 13:55:36',
    begins: /^\d\d?\./,
    pattern: `(?<day>\\d{1,2})\\.(?<month>\\d{1,2})\\.(?<year>\\d{4}),?[ T]+${CLOCK}${ZONE}`,
  },
  {
    name: 'month or day first, where only one of them is possible, or 12 hours say American',
    example: '10/13/2025 1:55:36 PM',
    begins: /^\d\d?[/-]\d/,
    pattern: `(?<first>\\d{1,2})[/-](?<other>\\d{1,2})[/-](?<year>\\d{4}|\\d\\d),?[ T]+${CLOCK}${HALF_DAY}${ZONE}`,
  },
  {
    name: '.NET’s JSON',
    example: '/Date(1760104536000)/',
    begins: /^\/Date/i,
    pattern: '/Date\\((?<millis>\\d{1,14})(?:[+-]\\d{4})?\\)/',
  },
] as const;

const PATTERNS = TIME_FORMS.map(({ begins, pattern }) => ({
  begins,
  pattern: new RegExp(`^${pattern}$`, 'i'),
}));

/** By far the most common: it skips the search through the list. */
const NEAR_RFC3339 =
  /^(\d{4}-\d\d-\d\d)[Tt_ ](\d\d:\d\d:\d\d)(?:[.,](\d{1,9})\d*)?(?: ?(?:Z|z|UTC|([+-]\d\d):?(\d\d)?))?$/;

/** Parses a text in one of the {@link TIME_FORMS}; `now` is in milliseconds. */
export function readForm(text: string, now: number): Instant | undefined {
  const near = NEAR_RFC3339.exec(text);
  if (near !== null) {
    const [, date, clock, fraction, hours, minutes = '00'] = near;
    const zone = hours === undefined ? 'Z' : `${hours}:${minutes}`;
    const instant = parseRfc3339(`${date}T${clock}${fraction ? `.${fraction}` : ''}${zone}`);
    if (instant !== undefined) return instant;
  }
  for (const { begins, pattern } of PATTERNS) {
    if (!begins.test(text)) continue;
    const groups = pattern.exec(text)?.groups;
    const instant = groups && toTime(groups, now);
    if (instant !== undefined) return instant;
  }
  return undefined;
}

type Groups = Readonly<Record<string, string | undefined>>;

function toTime(groups: Groups, now: number): Instant | undefined {
  const { millis, second = '0', fraction = '' } = groups;
  if (millis !== undefined) return fromMillis(Number(millis));
  const date = dateOf(groups, now);
  const hour = hourOf(groups);
  const offset = offsetOf(groups['zone']);
  if (date === undefined || hour === undefined || offset === undefined) return undefined;
  const time: CivilTime = {
    year: date.year ?? 0,
    month: date.month,
    day: date.day,
    hour,
    minute: Number(groups['minute'] ?? 0),
    second: Number(second),
    nanos: Number(fraction.slice(0, 9).padEnd(9, '0')),
    offset,
  };
  if (date.year !== undefined) return toInstantOfDay(time);
  // The latest year in which it is at most a day ahead; for 29 February that may be years ago.
  const thisYear = new Date(now).getUTCFullYear();
  for (time.year = thisYear + 1; time.year > thisYear - 9; time.year -= 1) {
    const instant = toInstantOfDay(time);
    if (instant !== undefined && instant.seconds * 1000 <= now + 86_400_000) return instant;
  }
  return undefined;
}

/** Hour 24 is midnight at the end of a day: in ISO 8601, and on some clocks. */
function toInstantOfDay(time: CivilTime): Instant | undefined {
  if (time.hour !== 24 || time.minute !== 0 || time.second !== 0) return toInstant(time);
  const begun = toInstant({ ...time, hour: 0 });
  return begun && { ...begun, seconds: begun.seconds + 86_400 };
}

interface CivilDate {
  year: number | undefined;
  month: number;
  day: number;
}

function dateOf(groups: Groups, now: number): CivilDate | undefined {
  const { month, day, first, other, half, week, ordinal } = groups;
  const year = yearOf(groups['year'] ?? groups['lastYear']);
  if (year !== undefined && week !== undefined) {
    return dayOfYear(year, dayOfWeek(year, Number(week), Number(groups['weekday'])));
  }
  if (year !== undefined && ordinal !== undefined) {
    const date = dayOfYear(year, Number(ordinal));
    return date?.year === year ? date : undefined;
  }
  if (first !== undefined) {
    const [one, two] = [Number(first), Number(other)];
    // Hadoop and Spark put a two-digit year first, and it is always the current one.
    const yearFirst = yearOf(first);
    const isYearFirst = yearFirst !== undefined && one > 12 && groups['year']?.length === 2;
    if (isYearFirst && Math.abs(yearFirst - new Date(now).getUTCFullYear()) <= 1) {
      return { year: yearFirst, month: two, day: Number(groups['year']) };
    }
    if (one > 12) return { year, month: two, day: one };
    const isAmerican = two > 12 || one === two || half !== undefined;
    return isAmerican ? { year, month: one, day: two } : undefined;
  }
  const number = /^\d/.test(month ?? '') ? Number(month) : monthOf(month ?? '');
  return number === undefined ? undefined : { year, month: number, day: Number(day) };
}

/** Day of the year of an ISO week date; week 1 contains 4 January. Can lie outside the year. */
function dayOfWeek(year: number, week: number, weekday: number): number | undefined {
  if (week < 1 || week > 53) return undefined;
  const fourth = (new Date(Date.UTC(year, 0, 4)).getUTCDay() + 6) % 7;
  return 4 - fourth + (week - 1) * 7 + weekday - 1;
}

function dayOfYear(year: number, ordinal: number | undefined): CivilDate | undefined {
  if (ordinal === undefined || ordinal > 370) return undefined;
  const date = new Date(Date.UTC(year, 0, ordinal));
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

function monthOf(name: string): number | undefined {
  const lower = name.toLowerCase();
  const found = MONTHS.findIndex((month) => month === lower || month.slice(0, 3) === lower);
  if (found >= 0) return found + 1;
  return lower === 'sept' ? 9 : undefined;
}

/** Two-digit years mean 1970 to 2069, as in RFC 6265. */
function yearOf(digits: string | undefined): number | undefined {
  if (digits === undefined) return undefined;
  const year = Number(digits);
  return digits.length === 4 ? year : year + (year < 70 ? 2000 : 1900);
}

function hourOf({ hour = '0', half }: Groups): number | undefined {
  const number = Number(hour);
  if (half === undefined) return number;
  if (number < 1 || number > 12) return undefined;
  return (number % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

/** Hours ahead of UTC. Ambiguous names, such as IST, are left out. */
const ZONES: ReadonlyMap<string, number> = new Map([
  ...['Z', 'UTC', 'GMT', 'UT', 'WET'].map((name) => [name, 0] as const),
  ['EST', -5],
  ['EDT', -4],
  ['CDT', -5],
  ['MST', -7],
  ['MDT', -6],
  ['PST', -8],
  ['PDT', -7],
  ['CST', -6], // RFC 2822's.
  ['WEST', 1],
  ['BST', 1],
  ['CET', 1],
  ['CEST', 2],
  ['EET', 2],
  ['EEST', 3],
  ['MSK', 3],
  ['JST', 9],
  ['KST', 9],
]);

/** In minutes. */
function offsetOf(zone: string | undefined): number | undefined {
  if (zone === undefined) return 0;
  const [, sign, hours, minutes] = /([+-])(\d{1,2}):?(\d\d)?$/.exec(zone) ?? [];
  if (sign === undefined) {
    const named = ZONES.get(zone.toUpperCase());
    return named === undefined ? undefined : named * 60;
  }
  if (Number(hours) > 23 || Number(minutes ?? 0) > 59) return undefined;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes ?? 0));
}
