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

  it('reads hostile data in linear time', async () => {
    for (const part of ['[a b="', '[a b="\\"', '[a ', '\\"']) {
      const line = `<1>1 - - - - - ${part.repeat(100_000)}`;
      const { response, unexpected } = await post('/ingest', frame(line), TYPE);
      assert.deepEqual(unexpected, []);
      assert.ok(response.status < 500);
    }
  });
});
