import assert from 'node:assert/strict';

import { readLog } from '../../../src/ingest/reading/normalise.js';

/** What a log of these fields becomes, without its random id. */
function read(fields: object) {
  const reading = readLog(JSON.parse(JSON.stringify(fields)), {});
  assert.ok(reading.ok, JSON.stringify(reading));
  assert.ok(reading.logs[0]);
  const { log_id: _, ...log } = reading.logs[0];
  return log;
}

const AT = '2024-01-15T10:30:00.123Z';

describe('a log in the shape of', () => {
  for (const [shape, fields, log] of [
    [
      'pino',
      { level: 30, time: 1_705_314_600_123, pid: 7, hostname: 'h', msg: 'up', req: { id: 1 } },
      {
        text: 'up',
        timestamp: AT,
        severity: 'INFO',
        attributes: { level: 30, pid: 7, hostname: 'h', req: { id: 1 } },
      },
    ],
    [
      'winston',
      { level: 'warn', message: 'low', service: 'a', timestamp: AT },
      { text: 'low', timestamp: AT, severity: 'WARNING', attributes: { service: 'a' } },
    ],
    [
      'Elastic Common Schema',
      { '@timestamp': AT, 'log.level': 'error', message: 'm', 'ecs.version': '8.10' },
      { text: 'm', timestamp: AT, severity: 'ERROR', attributes: { 'ecs.version': '8.10' } },
    ],
    [
      'python-json-logger',
      { levelname: 'CRITICAL', message: 'm', asctime: '2024-01-15 10:30:00,123' },
      { text: 'm', severity: 'CRITICAL', attributes: { asctime: '2024-01-15 10:30:00,123' } },
    ],
    [
      'Docker’s json-file',
      { log: 'line\n', stream: 'stdout', time: '2024-01-15T10:30:00.123456789Z' },
      {
        text: 'line\n',
        timestamp: '2024-01-15T10:30:00.123456789Z',
        attributes: { stream: 'stdout' },
      },
    ],
    [
      'zap',
      { level: 'info', ts: 1_705_314_600.123, caller: 'a.go:1', msg: 'm' },
      { text: 'm', timestamp: AT, severity: 'INFO', attributes: { caller: 'a.go:1' } },
    ],
    ['syslog', { level: 3, msg: 'm' }, { text: 'm', severity: 'ERROR', attributes: { level: 3 } }],
    [
      'an event without a text',
      { event: 'login', user: { id: 5 } },
      {
        text: '{"event":"login","user":{"id":5}}',
        attributes: { event: 'login', user: { id: 5 } },
      },
    ],
    [
      'an event whose message is empty',
      { message: '', level: 'info' },
      { text: '{"message":"","level":"info"}', severity: 'INFO', attributes: { message: '' } },
    ],
    [
      'a structured message',
      { message: { a: 1 }, log: 'text of the log' },
      { text: 'text of the log', attributes: { message: { a: 1 } } },
    ],
  ] as const) {
    it(`${shape} is read as what it says`, () => {
      assert.deepEqual(read(fields), log);
    });
  }
});

describe('nothing of a log is dropped:', () => {
  for (const [name, fields, attributes] of [
    ['a severity that nobody knows', { severity: 'silly' }, { severity: 'silly' }],
    ['a severity that is an object', { severity: { a: 1 } }, { severity: { a: 1 } }],
    ['a level beside a severity', { severity: 'info', level: 'x' }, { level: 'x' }],
    ['a second level', { level: 'info', lvl: 'warn' }, { lvl: 'warn' }],
    ['a time in a format of its own', { time: '15/Jan/2024' }, { time: '15/Jan/2024' }],
    ['a number that is no time', { time: 12.5, ts: 3 }, { time: 12.5, ts: 3 }],
    ['a second time', { timestamp: AT, time: AT }, { time: AT }],
    [
      'a second text',
      { message: 'again', msg: 'and again' },
      { message: 'again', msg: 'and again' },
    ],
    ['null', { user: null }, { user: null }],
    ['an integer beyond 2^53', { id: '9007199254740993' }, { id: '9007199254740993' }],
  ] as const) {
    it(name, () => {
      assert.deepEqual(read({ text: 'x', ...fields }).attributes, attributes);
    });
  }

  it('refuses a field that is given twice, at the top and in attributes', () => {
    const reading = readLog({ text: 'x', level: 'odd', attributes: { level: 'even' } }, {});
    assert.deepEqual(!reading.ok && reading.errors.map(({ pointer }) => pointer), ['/level']);
  });

  for (const [name, fields] of [
    ['no field at all', {}],
    ['attributes alone', { attributes: { a: 1 } }],
    ['an empty text beside others', { text: '', message: 'x' }],
  ] as const) {
    it(`refuses ${name} for want of a text`, () => {
      const reading = readLog(fields, {});
      assert.ok(!reading.ok && reading.errors[0]?.pointer === '/text');
    });
  }
});
