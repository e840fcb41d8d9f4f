import assert from 'node:assert/strict';

import type { Repair } from '../../../src/contract/repairs.js';
import { readLog } from '../../../src/ingest/reading/read-log.js';

const NOW = Date.parse('2024-01-16T00:00:00Z');
const AT = '2024-01-15T10:30:00.123Z';

/** What a log of these fields becomes, without its random id and repairs. */
function read(fields: object, repairs?: Repair[]) {
  const sent: Record<string, unknown> = JSON.parse(JSON.stringify(fields));
  const reading = readLog(sent, { now: NOW, ...(repairs && { repairs }) });
  assert.ok(reading.ok, JSON.stringify(reading));
  assert.equal(reading.logs.length, 1);
  const { log_id, repairs: _repairs, ...log } = reading.logs[0] ?? assert.fail('no log');
  const words = reading.repairs.map(({ pointer, repair }) => `${pointer} ${repair}`);
  return { id: log_id, log, words };
}

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
      { text: 'm', timestamp: '2024-01-15T10:30:00.123Z', severity: 'CRITICAL' },
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
    ['attributes alone', { attributes: { a: 1 } }, { text: '{"a":1}', attributes: { a: 1 } }],
    [
      'a severity alone',
      { severity: 'ERROR' },
      { text: '{"severity":"ERROR"}', severity: 'ERROR' },
    ],
    ['an empty text beside another', { text: '', message: 'x' }, { text: 'x' }],
  ] as const) {
    it(`${shape} is read as what it says`, () => {
      const { log: kept, words } = read(fields);
      assert.deepEqual(kept, log);
      assert.deepEqual(words, []);
    });
  }
});

describe('nothing of a log is dropped:', () => {
  for (const [name, fields, attributes] of [
    ['a severity that nobody knows', { severity: 'silly' }, { severity: 'silly' }],
    ['a severity that is an object', { severity: { a: 1 } }, { severity: { a: 1 } }],
    ['a level beside a severity', { severity: 'info', level: 'x' }, { level: 'x' }],
    ['a second level', { level: 'info', lvl: 'warn' }, { lvl: 'warn' }],
    ['a number that is no time', { time: 12.5, ts: 3 }, { time: 12.5, ts: 3 }],
    ['a second time', { timestamp: AT, time: AT }, { time: AT }],
    [
      'a second text',
      { message: 'again', msg: 'and again' },
      { message: 'again', msg: 'and again' },
    ],
    ['null', { user: null }, { user: null }],
    ['attributes that are none', { attributes: [1] }, { attributes: [1] }],
    ['an integer beyond 2^53', { id: '9007199254740993' }, { id: '9007199254740993' }],
  ] as const) {
    it(name, () => {
      const { log, words } = read({ text: 'x', ...fields });
      assert.deepEqual(log.attributes, attributes);
      assert.deepEqual(words, []);
    });
  }
});

describe('what cannot be kept as it was sent is kept otherwise, and named:', () => {
  for (const [name, fields, log, ...repairs] of [
    ['a text that is a number', { text: 5 }, { text: '5' }, '/text not_text'],
    ['a text that is a boolean', { text: false }, { text: 'false' }, '/text not_text'],
    ['a text that is an object', { text: { a: 1 } }, { text: '{"a":1}' }, '/text not_text'],
    ['a text that is an array', { text: ['a', 'b'] }, { text: '["a","b"]' }, '/text not_text'],
    [
      'a message that is a number',
      { msg: 5, a: 1 },
      { text: '5', attributes: { a: 1 } },
      '/msg not_text',
    ],
    [
      'a time that is none',
      { text: 'x', timestamp: 'yesterday' },
      { text: 'x', attributes: { timestamp: 'yesterday' } },
      '/timestamp time_unreadable',
    ],
    [
      'a time that is none, beside another that is one',
      { text: 'x', timestamp: {}, time: AT },
      { text: 'x', timestamp: AT, attributes: { timestamp: {} } },
      '/timestamp time_unreadable',
    ],
    [
      'a time of another name that can be nothing else',
      { text: 'x', '@timestamp': 'yesterday' },
      { text: 'x', attributes: { '@timestamp': 'yesterday' } },
      '/@timestamp time_unreadable',
    ],
    [
      'a time far ahead',
      { text: 'x', time: '2999-01-01T00:00:00Z' },
      { text: 'x', attributes: { time: '2999-01-01T00:00:00Z' } },
      '/time time_out_of_range',
    ],
    [
      'a time before 1970',
      { text: 'x', timestamp: '0001-01-01T00:00:00Z' },
      { text: 'x', attributes: { timestamp: '0001-01-01T00:00:00Z' } },
      '/timestamp time_out_of_range',
    ],
    [
      'a name at the top and in attributes',
      { text: 'x', pid: 1, attributes: { pid: 2, a: 3 } },
      { text: 'x', attributes: { pid: [2, 1], a: 3 } },
      '/pid duplicate_key',
    ],
    [
      'attributes that Firestore does not take',
      { text: 'x', attributes: { '': [[1]] } },
      { text: 'x', attributes: { _: ['[1]'] } },
      '/attributes//0 nested_array',
      '/attributes/ renamed',
    ],
  ] as const) {
    it(name, () => {
      const { log: kept, words } = read(fields);
      assert.deepEqual(kept, log);
      assert.deepEqual(words, repairs);
    });
  }

  for (const [name, sent, id] of [
    ['an id with a slash', 'order/5', 'order%2F5'],
    ['an id that Firestore reserves', '__x__', '%5F%5Fx__'],
    ['an id that is true', true, 'true'],
    ['an id that is an object', { a: '/' }, '{"a":"%2F"}'],
  ] as const) {
    it(name, () => {
      const { id: kept, log, words } = read({ text: 'x', log_id: sent });
      assert.equal(kept, id);
      assert.deepEqual(log.attributes, { log_id: sent });
      assert.deepEqual(words, ['/log_id log_id_encoded']);
    });
  }

  for (const [name, sent, id] of [
    ['a number', 12_345, '12345'],
    ['a fraction', 1.5, '1.5'],
    ['digits beyond 2^53', '9007199254740993', '9007199254740993'],
    ['a text that Firestore takes', 'Bestellung 5 (ä)', 'Bestellung 5 (ä)'],
  ] as const) {
    it(`but not an id that is ${name}`, () => {
      const { id: kept, log, words } = read({ text: 'x', log_id: sent });
      assert.equal(kept, id);
      assert.equal(log.attributes, undefined);
      assert.deepEqual(words, []);
    });
  }

  it('an empty id: it counts as none', () => {
    const { id, words } = read({ text: 'x', log_id: '' });
    assert.match(id, /^log_[0-9a-f]{32}$/);
    assert.deepEqual(words, ['/log_id log_id_encoded']);
  });

  it('a field of ours given twice: the first counts, and all are kept', () => {
    const twice = (name: string): Repair => ({ pointer: `/${name}`, repair: 'duplicate_key' });
    const { log } = read(
      { text: ['x', 'y'], level: ['warn', 'info'], timestamp: [AT, 'z'] },
      ['text', 'level', 'timestamp'].map(twice),
    );
    assert.deepEqual(log, {
      text: 'x',
      timestamp: AT,
      severity: 'WARNING',
      attributes: { text: ['x', 'y'], level: ['warn', 'info'], timestamp: [AT, 'z'] },
    });
    assert.equal(read({ msg: ['x', 'y'] }, [twice('msg')]).log.text, 'x');
  });
});

describe('a log is refused', () => {
  for (const [name, fields, pointer] of [
    ['without any field', {}, '/text'],
    ['that names a tenant alone', { tenant_id: 'acme' }, '/text'],
    ['of an empty text', { text: ' \n' }, '/text'],
    ['with a tenant that is none', { text: 'x', tenant_id: 'a/b' }, '/tenant_id'],
    ['with a tenant that is a number', { text: 'x', tenant_id: 5 }, '/tenant_id'],
  ] as const) {
    it(name, () => {
      const reading = readLog(fields, { now: NOW });
      assert.deepEqual(!reading.ok && reading.errors.map((error) => error.pointer), [pointer]);
    });
  }

  it('with another tenant than the header’s', () => {
    const reading = readLog({ text: 'x', tenant_id: 'beta' }, { now: NOW, tenant_id: 'acme' });
    assert.ok(!reading.ok);
    assert.ok(readLog({ text: 'x', tenant_id: 'Acme' }, { now: NOW, tenant_id: 'acme' }).ok);
  });

  it('with two tenants', () => {
    const repairs: Repair[] = [{ pointer: '/tenant_id', repair: 'duplicate_key' }];
    const reading = readLog({ text: 'x', tenant_id: ['acme', 'beta'] }, { now: NOW, repairs });
    assert.ok(!reading.ok);
  });

  it('in strict handling for every repair, which is named', () => {
    const sent = { text: 5, timestamp: '', log_id: '/', a: [[1]], '': 1 };
    const reading = readLog(sent, { now: NOW, isStrict: true });
    assert.deepEqual(
      !reading.ok && reading.errors.map(({ detail }) => /\((\w+)\)$/.exec(detail)?.[1]),
      ['not_text', 'log_id_encoded', 'time_unreadable', 'nested_array', 'renamed'],
    );
    assert.ok(readLog({ text: 'x' }, { now: NOW, isStrict: true }).ok);
  });
});
