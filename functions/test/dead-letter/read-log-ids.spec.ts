import assert from 'node:assert/strict';

import { readLogIds } from '../../src/dead-letter/read-log-ids.js';
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
    it(`are none for ${what}`, () => {
      assert.deepEqual(readLogIds(Buffer.from(payload)), []);
    });
  }
});
