import assert from 'node:assert/strict';

import { post } from '../../../support/foreign.js';

const TYPE = { 'content-type': 'application/logplex-1' };
const frame = (line: string) => `${Buffer.byteLength(line)} ${line}`;
const LINE = '<40>1 2012-11-30T06:45:29+00:00 host heroku web.3 - State changed from é to up\n';

describe('the format of syslog frames', () => {
  it('reads what Heroku sends', async () => {
    const headers = { ...TYPE, 'logplex-frame-id': 'f1', 'logplex-drain-token': 'd.1' };
    const body =
      frame(LINE) + frame('<13>1 2012-11-30T06:45:30.123456+00:00 h app web.1 - two\nlines');
    const send = async () => post('/ingest', body, headers);
    const { response, logs, sources } = await send();
    assert.equal(response.status, 202);
    assert.deepEqual(sources, new Set(['logplex_upload']));
    assert.deepEqual(
      logs.map(({ text, timestamp, severity, attributes }) => [
        text,
        timestamp,
        severity,
        attributes,
      ]),
      [
        [
          'State changed from é to up',
          '2012-11-30T06:45:29+00:00',
          'EMERGENCY',
          { facility: 'syslog', host: 'host', program: 'heroku', pid: 'web.3' },
        ],
        [
          'two\nlines',
          '2012-11-30T06:45:30.123456+00:00',
          'NOTICE',
          { facility: 'user', host: 'h', program: 'app', pid: 'web.1' },
        ],
      ],
    );
    const again = await send();
    assert.deepEqual(
      again.logs.map(({ log_id }) => log_id),
      logs.map(({ log_id }) => log_id),
    );
  });

  it('reads structured data by its elements', async () => {
    const line =
      '<165>1 2003-10-11T22:14:15.003Z m app - ID47 [a@1 x="1" y="a \\"b\\""][b@2] A text';
    const { logs } = await post('/ingest', frame(line), TYPE);
    assert.equal(logs[0]?.text, 'A text');
    assert.deepEqual(logs[0].attributes, {
      facility: 'local4',
      host: 'm',
      program: 'app',
      msgid: 'ID47',
      'a@1': { x: '1', y: 'a "b"' },
      'b@2': {},
    });
  });

  it('splits by lines if a length is wrong or missing', async () => {
    const { logs } = await post('/ingest', `9999 ${LINE}plain text\n`, TYPE);
    assert.deepEqual(
      logs.map(({ text }) => text),
      ['State changed from é to up', 'plain text'],
    );
  });

  it('goes by lines where characters were counted for bytes', async () => {
    const two = [
      '<13>1 2012-11-30T06:45:29Z h a - - - é é é',
      '<13>1 2012-11-30T06:45:30Z h a - - - b',
    ];
    const body = two.map((line) => `${line.length + 1} ${line}\n`).join('');
    const { logs } = await post('/ingest', body, TYPE);
    assert.deepEqual(
      logs.map(({ text }) => text),
      ['é é é', 'b'],
    );
  });

  it('takes digits that are no length as they are', async () => {
    const { logs } = await post('/ingest', '3 ducks\n1 2012-11-30T06:45:29Z\n', TYPE);
    assert.deepEqual(
      logs.map(({ text }) => text),
      ['3 ducks', '1 2012-11-30T06:45:29Z'],
    );
  });

  const AT = '2012-11-30T06:45:29';
  for (const [name, line, text, time, attributes] of [
    ['RFC 3164', '<13>Nov 30 06:45:29 h a[1]: x', 'x', AT, { host: 'h', program: 'a', pid: '1' }],
    [
      'a day without its second space',
      '<13>Nov 3 06:45:29 h a: x',
      'x',
      '2012-11-03T06:45:29',
      { host: 'h', program: 'a' },
    ],
    [
      'rsyslog’s own time',
      `<13>${AT}.123+00:00 h a[1]: x`,
      'x',
      AT,
      { host: 'h', program: 'a', pid: '1' },
    ],
    ['a part of a second', '<13>Nov 30 06:45:29.123 h a: x', 'x', AT, { host: 'h', program: 'a' }],
    ['a year', '<13>Nov 30 06:45:29 2012 h a: x', 'x', AT, { host: 'h', program: 'a' }],
    ['IOS', '<13>12: *Nov 30 06:45:29.123 UTC: %SYS-5-X: y', '%SYS-5-X: y', AT, { sequence: '12' }],
    [
      'IOS with its name',
      '<13>12: r1: Nov 30 06:45:29.123: %SYS-5-X: y',
      '%SYS-5-X: y',
      AT,
      { sequence: '12', host: 'r1' },
    ],
    ['NX-OS', '<13>: 2012 Nov 30 06:45:29 UTC: %E-5-X: y', '%E-5-X: y', AT, {}],
    ['ASA', '<13>Nov 30 2012 06:45:29: %ASA-6-1: y', '%ASA-6-1: y', AT, {}],
    [
      'ASA with its name',
      '<13>Nov 30 2012 06:45:29 fw : %ASA-6-1: y',
      'y',
      AT,
      { host: 'fw', program: '%ASA-6-1' },
    ],
    ['no header', '<13>CEF:0|a|b|1', 'CEF:0|a|b|1', undefined, {}],
  ] as const) {
    it(`reads ${name}`, async () => {
      const { logs } = await post('/ingest', frame(line), TYPE);
      const [log] = logs;
      assert.equal(log?.text, text);
      assert.equal(log.severity, 'NOTICE');
      // Without a year it is of the last one.
      assert.equal(log.timestamp?.slice(4, 19), time?.slice(4));
      assert.deepEqual(log.attributes, { facility: 'user', ...attributes });
      assert.equal(log.repairs, undefined);
    });
  }

  it('goes through hostile data in linear time', async () => {
    for (const part of ['[a b="', '[a b="\\"', '[a ', '\\"']) {
      const line = `<1>1 - - - - - ${part.repeat(100_000)}`;
      const { response, unexpected } = await post('/ingest', frame(line), TYPE);
      assert.deepEqual(unexpected, []);
      assert.ok(response.status < 500);
    }
  });
});
