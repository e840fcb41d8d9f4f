import assert from 'node:assert/strict';

import { formatGoal, formatResult } from '../../../measure/bench/format.js';
import { isBusy, type Machine } from '../../../measure/bench/machine.js';
import { isMet } from '../../../measure/bench/suite.js';

const GOOD = { what: 'ours', ratio: 1.1, goal: { atMost: 1.15 } };
const BAD = { what: 'ours', ratio: 0.9, goal: { atLeast: 0.95 } };

describe('the goals of a benchmark', () => {
  it('are missed if nothing was measured', () => {
    assert.ok(isMet(GOOD));
    assert.ok(!isMet(BAD));
    assert.ok(!isMet({ ...GOOD, ratio: NaN }));
    assert.ok(!isMet({ ...BAD, ratio: NaN }));
  });

  it('are judged on a quiet machine, and only shown on a busy one', () => {
    assert.equal(formatGoal(GOOD, true), 'ours: 1.1 (at most 1.15): met');
    assert.equal(formatGoal(BAD, true), 'ours: 0.9 (at least 0.95): MISSED');
    const busy = formatResult({ title: 'x', measured: [], goals: [GOOD, BAD], notes: [] }, false);
    assert.doesNotMatch(busy, /met|MISSED/);
    assert.match(busy, /ours: 0\.9 \(at least 0\.95\)/);
  });

  it('are not judged if other processes used a tenth of the cores before', () => {
    const machine: Machine = {
      cores: 2,
      model: 'any',
      node: 'v24.0.0',
      syscallMicros: 1,
      roundTripMicros: 20,
      busyBefore: 0.2,
      loadBefore: 1,
    };
    assert.ok(isBusy(machine));
    assert.ok(!isBusy({ ...machine, busyBefore: 0.05 }));
    assert.ok(!isBusy({ ...machine, busyBefore: NaN }));
  });
});
