import assert from 'node:assert/strict';

import { watchSafely } from '../../src/process/watch-safely.js';
import { tenantSchema } from '../../src/contract/tenant.js';
import { logMessage } from '../../../harness/support/messages.js';

const ORIGIN = { requestId: undefined, traceparent: undefined };

describe('a watch with a bug', () => {
  const start = (watch: Parameters<typeof watchSafely>[0]) =>
    watchSafely(watch)(
      logMessage('acme', { log_id: 'a', text: 'a' }),
      tenantSchema.parse({}),
      ORIGIN,
    );
  const bug = (): never => {
    throw new TypeError('a bug');
  };

  it('keeps no message from being done, wherever the bug is', () => {
    assert.equal(start(bug), undefined);
    const watch = start(() => ({ onStored: bug, prepareReport: bug }));
    assert.doesNotThrow(() => watch?.onStored({} as never));
    assert.equal(watch?.prepareReport(), undefined);
  });

  it('has a message come again where it is not known what was told', async () => {
    const unknown = () => Promise.reject(new Error('no word'));
    const watch = start(() => ({ onStored: () => {}, prepareReport: () => unknown }));
    await assert.rejects(async () => watch?.prepareReport()?.());
  });
});
