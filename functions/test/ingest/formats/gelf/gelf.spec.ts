import assert from 'node:assert/strict';
import { deflateSync } from 'node:zlib';

import { post } from '../../../support/foreign.js';

describe('the format of GELF', () => {
  it('reads a message with its additional fields', async () => {
    const message = {
      version: '1.1',
      host: 'example.org',
      short_message: 'A short message',
      full_message: 'Backtrace here',
      timestamp: 1385053862.3072,
      level: 1,
      _user_id: 9001,
      _host: 'another',
    };
    const packed = deflateSync(JSON.stringify(message));
    const { response, logs, sources } = await post('/gelf', packed, {
      'content-encoding': 'deflate',
    });
    assert.deepEqual([response.status, response.body], [202, undefined]);
    assert.deepEqual(sources, new Set(['gelf_http']));
    const [{ text, timestamp, severity, attributes } = assert.fail()] = logs;
    assert.deepEqual(
      [text, timestamp, severity],
      ['A short message', '2013-11-21T17:11:02.307200Z', 'ALERT'],
    );
    assert.deepEqual(attributes, {
      host: ['example.org', 'another'],
      full_message: 'Backtrace here',
      level: 1,
      user_id: 9001,
    });
  });

  it('reads several messages, and keeps a plain text', async () => {
    const body = '{"short_message":"a"}{"short_message":"b"}\nnot json\n';
    const { response, logs } = await post('/gelf', body);
    assert.equal(response.status, 202);
    assert.deepEqual(
      logs.map(({ text }) => text),
      ['a', 'b', 'not json'],
    );
  });

  it('reads a message in a single chunk, and messages that end with a NUL', async () => {
    const chunk = Buffer.from('1e0f00112233445566770001', 'hex');
    const message = Buffer.from('{"short_message":"a"}');
    for (const body of [
      Buffer.concat([chunk, message]),
      Buffer.concat([message, Buffer.alloc(1)]),
    ]) {
      const { logs } = await post('/gelf', body);
      assert.deepEqual(
        logs.map(({ text, repairs }) => [text, repairs]),
        [['a', undefined]],
      );
    }
  });

  it('keeps the text when an additional field has the same name', async () => {
    const { logs } = await post('/gelf', {
      short_message: 'a',
      _short_message: 'b',
      timestamp: 1_705_314_600,
      _timestamp: 'c',
    });
    assert.equal(logs[0]?.text, 'a');
    assert.equal(logs[0].timestamp, '2024-01-15T10:30:00Z');
    assert.deepEqual(logs[0].attributes, { _short_message: 'b', _timestamp: 'c' });
  });

  it('refuses an empty body', async () => {
    assert.equal((await post('/gelf', '')).response.status, 400);
  });
});
