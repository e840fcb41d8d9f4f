import assert from 'node:assert/strict';

import { redact } from '../../../functions/src/redact/index.js';
import { planFaults } from '../../chaos/faults.js';
import { createPlan } from '../../chaos/plan.js';
import { createRandom } from '../../support/random.js';

const OPTIONS = { name: 'chaos', count: 10_000, rate: 100, tenants: 5 };

describe('the plan of a chaos run', () => {
  const plan = createPlan(createRandom(7), OPTIONS);

  it('is the same for the same seed, and different for another', () => {
    assert.deepEqual(createPlan(createRandom(7), OPTIONS), plan);
    assert.notDeepEqual(createPlan(createRandom(8), OPTIONS), plan);
    assert.deepEqual(
      planFaults(createRandom(7), 60_000, 10),
      planFaults(createRandom(7), 60_000, 10),
    );
  });

  it('has JSON and text of every tenant, 1 % poison of every kind, and 5 % sent twice', () => {
    const conflicts = plan.logs.filter(({ conflictsWith }) => conflictsWith);
    assert.equal(plan.logs.length + plan.poison.length, OPTIONS.count);
    assert.deepEqual(new Set(plan.logs.map(({ tenant }) => tenant)), new Set(plan.tenants));
    for (const source of ['json_upload', 'text_upload']) {
      assert.ok(plan.logs.filter((log) => log.source === source).length > 4_000);
    }
    const poison = plan.poison.length + conflicts.length;
    assert.ok(poison > 70 && poison < 130, String(poison));
    assert.ok(conflicts.length > 0);
    assert.equal(new Set(plan.poison.map(({ reason }) => reason)).size, 4);
    assert.ok(plan.again.length > 350 && plan.again.length < 550, String(plan.again.length));
  });

  it('knows what the redactor must leave of each text', () => {
    const seen = new Set<string>();
    for (const { text, modified } of plan.logs) {
      if (text.length > 1_000) continue;
      assert.equal(redact(text).text, modified);
      seen.add(modified.replace(/<.*>/, ''));
    }
    assert.ok(seen.size > 90);
  });
});
