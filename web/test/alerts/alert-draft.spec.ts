import assert from 'node:assert/strict';

import {
  describeFault,
  draftOf,
  newDraft,
  newTarget,
  toInput,
} from '../../src/alerts/alert-draft.js';
import type { Alert } from '../../src/documents/alert.js';
import { saveAlertInput } from '../../../functions/src/contract/console-alerts.js';

const TARGET_ID = '5b1d0000-0000-4000-8000-000000000001';
const ALERT: Alert = {
  id: '2f9c1f0e-0000-4000-8000-000000000001',
  name: 'Payments fail',
  query: 'payment',
  condition: { kind: 'count', matches: 3, minutes: 5 },
  quiet_minutes: 60,
  targets: [{ id: TARGET_ID, kind: 'webhook', label: 'hooks.example' }],
  created_at: { seconds: 1, nanos: 0 },
  updated_at: { seconds: 1, nanos: 0 },
};

describe('the form of an alert', () => {
  it('changes nothing where nothing was changed', () => {
    const input = toInput(draftOf(ALERT));
    assert.deepEqual(input, {
      alert_id: ALERT.id,
      name: 'Payments fail',
      query: 'payment',
      condition: { kind: 'count', matches: 3, minutes: 5 },
      quiet_minutes: 60,
      targets: [{ id: TARGET_ID }],
    });
    assert.deepEqual(saveAlertInput.parse(input), input);
  });

  it('sends each kind of target as the function takes it', () => {
    const targets = (['webhook', 'slack', 'discord', 'teams', 'pagerduty', 'email'] as const).map(
      (kind) => Object.assign(newTarget(kind), { address: ' https://hooks.example/ ' }),
    );
    const sent = targets.map((target) => toInput({ ...newDraft(), targets: [target] }).targets[0]);
    const url = 'https://hooks.example/';
    assert.deepEqual(sent, [
      { kind: 'webhook', url },
      { kind: 'slack', url },
      { kind: 'discord', url },
      { kind: 'teams', url },
      { kind: 'pagerduty', routing_key: url },
      { kind: 'email', address: url },
    ]);
    for (const target of sent) {
      const input = toInput({ ...newDraft(), name: 'a', query: 'b' });
      saveAlertInput.parse({ ...input, targets: [target] });
    }
  });

  it('waits for no log with the minutes alone', () => {
    const { condition } = toInput({ ...newDraft(), kind: 'none', minutes: '30' });
    assert.deepEqual(condition, { kind: 'none', minutes: 30 });
  });

  it('says of which target a fault is', () => {
    assert.equal(describeFault('targets.1: must be one.'), 'Target 2 must be one.');
    assert.equal(describeFault('query: is none.'), 'query: is none.');
  });

  it('tells new targets apart', () => {
    assert.notEqual(newTarget().key, newTarget().key);
  });
});
