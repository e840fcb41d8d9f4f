import assert from 'node:assert/strict';

import type { Outcome } from '../../src/process/store-logs.js';
import { summarise } from '../../src/process/summary.js';

const dead = (reason: 'invalid_log' | 'log_id_conflict', logId?: string): Outcome => ({
  kind: 'dead_letter',
  reason,
  detail: 'why',
  ...(logId !== undefined && { logId }),
});

describe('summarise', () => {
  it('counts each log under one fate', () => {
    const outcomes: Outcome[] = [
      { kind: 'stored', redactions: { email: 2 } },
      { kind: 'stored', redactions: { email: 1, ip: 1 } },
      { kind: 'duplicate' },
      dead('log_id_conflict', 'l1'),
      dead('invalid_log'),
      { kind: 'retry', cause: new Error('x') },
    ];
    const { redactions, deadLetters, ...fates } = summarise(outcomes);
    assert.deepEqual(fates, {
      stored: 2,
      duplicate: 1,
      discarded: 0,
      conflict: 1,
      dead: 1,
      retry: 1,
    });
    assert.equal(
      Object.values(fates).reduce((sum, count) => sum + count, 0),
      outcomes.length,
    );
    assert.deepEqual(redactions, { email: 3, ip: 1 });
    assert.deepEqual(
      deadLetters.map(({ reason, logId }) => [reason, logId]),
      [
        ['log_id_conflict', 'l1'],
        ['invalid_log', undefined],
      ],
    );
  });

  it('counts all tenants’ own patterns as one kind, whatever their names', () => {
    const redactions = { staff_number: 2, 'ann@example.com': 1, phone: 1 };
    assert.deepEqual(summarise([{ kind: 'stored', redactions }]).redactions, { own: 3, phone: 1 });
  });
});
