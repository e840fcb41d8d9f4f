import assert from 'node:assert/strict';

import { logIdSchema, partId } from '../../src/contract/ids.js';
import { readLogIds, withNewLogId } from '../../src/dead-letter/log-ids.js';
import { logMessage } from '../../../harness/support/messages.js';

describe('the log ids of a payload', () => {
  it('are those of its logs, in their order', () => {
    const message = logMessage('acme', { log_id: 'b', text: 'x' }, { log_id: 'a', text: 'y' });
    assert.deepEqual(readLogIds(Buffer.from(JSON.stringify(message))), ['b', 'a']);
  });

  for (const [what, payload] of [
    ['what is not JSON', '{"logs": ['],
    ['null', 'null'],
    ['a message without logs', '{}'],
    ['logs that are no list', '{"logs": {"log_id": "a"}}'],
    ['logs without a valid id', '{"logs": [1, null, {}, {"log_id": 7}, {"log_id": "../x"}]}'],
  ] as const) {
    it(`are empty for ${what}`, () => {
      assert.deepEqual(readLogIds(Buffer.from(payload)), []);
    });
  }
});

const message = (logId: string) =>
  Buffer.from(JSON.stringify(logMessage('acme', { log_id: logId, text: 'x' })));

describe('withNewLogId', () => {
  it('changes the id and nothing else, the same way for the same letter', () => {
    const renamed = withNewLogId(message('l1'), 'letter-1');
    assert.match(renamed?.logId ?? '', /^l1~[0-9a-f]{16}$/);
    assert.deepEqual(JSON.parse(renamed?.payload.toString() ?? ''), {
      ...logMessage('acme', { log_id: renamed?.logId ?? '', text: 'x' }),
    });
    assert.deepEqual(withNewLogId(message('l1'), 'letter-1'), renamed);
    assert.notEqual(withNewLogId(message('l1'), 'letter-2')?.logId, renamed?.logId);
  });

  it('makes a valid id from the longest possible one', () => {
    const logId = withNewLogId(message('a'.repeat(128)), 'letter-1')?.logId;
    assert.equal(logIdSchema.safeParse(logId).success, true);
  });

  it('gives all parts of a log the same new whole id, whatever letters they come from', () => {
    const part = (index: number) => {
      const split = { id: 'l1', index, total: 2 };
      const log = { log_id: partId('l1', index), text: 'x', split };
      return Buffer.from(JSON.stringify(logMessage('acme', log)));
    };
    const [first, second] = [0, 1].map((index) => {
      const renamed = withNewLogId(part(index), `letter-${index}`);
      const [log] = JSON.parse(renamed?.payload.toString() ?? '').logs;
      assert.equal(log.log_id, renamed?.logId);
      return log;
    });
    assert.match(first.split.id, /^l1~[0-9a-f]{16}$/);
    assert.deepEqual(second.split, { ...first.split, index: 1 });
    assert.deepEqual([first.log_id, second.log_id], [first.split.id, partId(first.split.id, 1)]);
  });

  for (const [what, payload] of [
    ['noise', Buffer.from([0xff])],
    ['another message', Buffer.from('{"version":2}')],
    ['an invalid log', message('a/b')],
    [
      'several logs',
      Buffer.from(
        JSON.stringify(logMessage('acme', { log_id: 'a', text: 'x' }, { log_id: 'b', text: 'y' })),
      ),
    ],
  ] as const) {
    it(`gives no new id for ${what}`, () =>
      assert.equal(withNewLogId(payload, 'letter-1'), undefined));
  }
});
