/** A request whose work, answer or memory somebody could try to make large. */
export interface HostileBody {
  name: string;
  path: string;
  type: string;
  body: () => Buffer;
}

const MIB = 1024 ** 2;

/** The most that a request may have, less a little. */
const MOST = 32 * MIB - 1024;

const MOST_LOGS = 100_000;

const JSON_TYPE = 'application/json';
const LINES = 'application/x-ndjson';
const TEXT = 'text/plain';

/** `unit` as often as it fits between `head` and `tail`. */
function fill(unit: string, head = '', tail = '', most = MOST): Buffer {
  const around = Buffer.byteLength(head) + Buffer.byteLength(tail);
  const count = Math.floor((most - around) / Buffer.byteLength(unit));
  return Buffer.from(head + unit.repeat(count) + tail);
}

/** As many different items. */
function list(count: number, make: (n: number) => string, [head, between, tail] = ['', '', '']) {
  return Buffer.from(head + Array.from({ length: count }, (_, n) => make(n)).join(between) + tail);
}

const ingest = (name: string, type: string, body: () => Buffer): HostileBody => ({
  name,
  path: '/ingest',
  type,
  body,
});

const lines = (name: string, line: string) =>
  ingest(`100,000 lines: ${name}`, LINES, () => Buffer.from(`${line}\n`.repeat(MOST_LOGS)));

const inOne = (name: string, unit: string, head: string, tail: string) =>
  ingest(`one log: ${name}`, JSON_TYPE, () => fill(unit, head, tail));

const AT = Date.UTC(2024, 0, 15);
const nanos = (n: number) => String(BigInt(AT) * 1_000_000n + BigInt(n));

/** One of each kind. */
export const HOSTILE_BODIES: readonly HostileBody[] = [
  lines('nothing but a text', '{"text":"x"}'),
  lines(
    'as applications write them',
    JSON.stringify({
      text: 'User 555-0199 accessed the system from the office at the usual time of the day',
      severity: 'INFO',
      attributes: { service: 'login', region: 'eu' },
    }),
  ),
  lines('names that Firestore does not take', '{"text":"x","":1,"__a__":2,"__b__":3}'),
  lines('what is no JSON', '{not json at all}'),
  lines(
    'times and arrays to repair',
    '{"msg":"x","time":"Mon, 15 Jan 2024 10:30:00 +0100","a":[[1]]}',
  ),
  lines('keys twice, of 280 bytes', `{"text":"${'y'.repeat(250)}","a":1,"a":2,"b":[[],[]]}`),
  ingest('blank lines', LINES, () => fill('\n', '', '{"text":"x"}')),
  ingest('empty arrays as logs', JSON_TYPE, () => fill('[],', '[', '[]]')),
  ingest('arrays as deep as it is long', JSON_TYPE, () =>
    Buffer.from('['.repeat(16_000_000) + ']'.repeat(16_000_000)),
  ),
  ingest('a text of one letter', TEXT, () => Buffer.alloc(MOST, 'a')),
  ingest('a text of control characters', TEXT, () => Buffer.alloc(MOST, 1)),
  ingest('a text that is no UTF-8', TEXT, () => Buffer.alloc(MOST, 0xff)),
  ingest('a text of emoji', TEXT, () => fill('😀 ')),
  inOne('escaped control characters', '\\u0001', '{"text":"', '"}'),
  inOne('escaped quotes', '\\"', '{"text":"', '"}'),
  inOne('one key again and again', '"a":1,', '{"text":"x",', '"b":1}'),
  ingest('one log: millions of keys', JSON_TYPE, () =>
    list(2_500_000, (n) => `"k${n}":1`, ['{"text":"x",', ',', '}']),
  ),
  inOne('empty arrays', '[],', '{"text":"x","a":[', '[]]}'),
  inOne('numbers of 16 digits', '1234567890123456,', '{"text":"x","a":[', '1]}'),
  inOne('an id', '\\u0001', '{"text":"x","log_id":"', '"}'),
  inOne('no text but one attribute', 'a', '{"q":"', '"}'),
  {
    name: 'Elasticsearch: 100,000 actions',
    path: '/_bulk',
    type: LINES,
    body: () =>
      list(
        MOST_LOGS,
        (n) =>
          `{"create":{"_index":"a"}}\n{"message":"m${n}","@timestamp":"${new Date(AT - n).toISOString()}"}\n`,
      ),
  },
  {
    name: 'Elasticsearch: 90,000 deletes',
    path: '/_bulk',
    type: LINES,
    body: () => Buffer.from('{"delete":{"_index":"a"}}\n'.repeat(90_000)),
  },
  {
    name: 'Datadog: tags without end',
    path: '/api/v2/logs',
    type: JSON_TYPE,
    body: () =>
      list(1_000, (n) => `{"message":"m${n}","ddtags":"${'a,'.repeat(16_000)}"}`, ['[', ',', ']']),
  },
  {
    name: 'Datadog: 100,000 logs',
    path: '/api/v2/logs',
    type: JSON_TYPE,
    body: () =>
      list(MOST_LOGS, (n) => `{"message":"m${n}","ddtags":"env:prod,n:${n}","service":"s"}`, [
        '[',
        ',',
        ']',
      ]),
  },
  {
    name: 'Seq: templates of nothing but holes',
    path: '/api/events/raw',
    type: LINES,
    body: () => list(500, () => `{"@mt":"${'{a}'.repeat(21_000)}","a":{"b":[1,2,3]}}\n`),
  },
  {
    name: 'Splunk: 100,000 events',
    path: '/services/collector/event',
    type: JSON_TYPE,
    body: () =>
      list(MOST_LOGS, (n) => `{"event":"e${n}","time":${AT / 1000 + n},"fields":{"a":1}}`),
  },
  {
    name: 'Loki: 100,000 entries',
    path: '/loki/api/v1/push',
    type: JSON_TYPE,
    body: () =>
      list(MOST_LOGS, (n) => `["${nanos(n)}","line ${n}"]`, [
        '{"streams":[{"stream":{"app":"a"},"values":[',
        ',',
        ']}]}',
      ]),
  },
  {
    name: 'OTLP: 100,000 records',
    path: '/v1/logs',
    type: JSON_TYPE,
    body: () =>
      list(MOST_LOGS, (n) => `{"timeUnixNano":"${nanos(n)}","body":{"stringValue":"line ${n}"}}`, [
        '{"resourceLogs":[{"scopeLogs":[{"logRecords":[',
        ',',
        ']}]}]}',
      ]),
  },
  {
    name: 'syslog: 100,000 frames',
    path: '/ingest',
    type: 'application/logplex-1',
    body: () => {
      const frame = '<40>1 2024-01-15T10:30:00+00:00 host app web.3 - State changed';
      return Buffer.from(`${frame.length} ${frame}`.repeat(MOST_LOGS));
    },
  },
];
