import assert from 'node:assert/strict';

import { saveAlertInput } from '../../../../functions/src/contract/console-alerts.js';
import { type AlertOptions, toSaveInput } from '../../../operate/alert/alert-options.js';

const [FIRST, SECOND] = [1, 2].map((n) => `5b1d0000-0000-4000-8000-00000000000${n}`) as [
  string,
  string,
];
const at = { seconds: 1, nanos: 0 };
const ALERT = {
  id: '2f9c1f0e-0000-4000-8000-000000000001',
  name: 'Payments fail',
  query: 'payment',
  condition: { kind: 'count' as const, matches: 3, minutes: 10 },
  quiet_minutes: 30,
  targets: [
    { id: FIRST, kind: 'webhook' as const, label: 'a.example' },
    { id: SECOND, kind: 'email' as const, label: 'a@mail.example' },
  ],
  created_at: at,
  updated_at: at,
};

describe('the options of npm run alert', () => {
  it('create an alert, with defaults for anything not given', () => {
    const input = toSaveInput({
      name: 'a',
      query: 'b',
      webhook: ['https://a.example/'],
      pagerduty: ['k'],
      email: ['a@mail.example', 'b@mail.example'],
    });
    assert.deepEqual(input, {
      name: 'a',
      query: 'b',
      condition: { kind: 'count', matches: 1, minutes: 5 },
      quiet_minutes: 60,
      targets: [
        { kind: 'webhook', url: 'https://a.example/' },
        { kind: 'pagerduty', routing_key: 'k' },
        { kind: 'email', address: 'a@mail.example' },
        { kind: 'email', address: 'b@mail.example' },
      ],
    });
    saveAlertInput.parse(input);
  });

  it('change only what they name', () => {
    const same = {
      alert_id: ALERT.id,
      name: 'Payments fail',
      query: 'payment',
      condition: ALERT.condition,
      quiet_minutes: 30,
      targets: [{ id: FIRST }, { id: SECOND }],
    };
    assert.deepEqual(toSaveInput({}, ALERT), same);
    assert.deepEqual(toSaveInput({ minutes: 7, quiet: 9 }, ALERT), {
      ...same,
      condition: { kind: 'count', matches: 3, minutes: 7 },
      quiet_minutes: 9,
    });
    assert.deepEqual(
      toSaveInput({ removeTarget: [FIRST], slack: ['https://b.example/'] }, ALERT).targets,
      [{ id: SECOND }, { kind: 'slack', url: 'https://b.example/' }],
    );
  });

  it('change the kind of the condition only if they name it', () => {
    const none = toSaveInput({ noneFor: 20 }, ALERT).condition;
    assert.deepEqual(none, { kind: 'none', minutes: 20 });
    const quiet = { ...ALERT, condition: none };
    assert.deepEqual(toSaveInput({ name: 'b' }, quiet).condition, none);
    assert.deepEqual(toSaveInput({ matches: 2 }, quiet).condition, {
      kind: 'count',
      matches: 2,
      minutes: 5,
    });
  });

  it('are refused where they contradict one another or the alert', () => {
    const quiet = { ...ALERT, condition: { kind: 'none', minutes: 20 } } as const;
    for (const [options, before, message] of [
      [{ noneFor: 20, matches: 2 }, undefined, /--none-for cannot be combined/],
      [{ noneFor: 20, minutes: 2 }, ALERT, /--none-for cannot be combined/],
      [{ minutes: 2 }, quiet, /change that time with --none-for, or add --matches/],
      [{ removeTarget: [SECOND, 'x'] }, ALERT, /The alert has no target x: `list` shows/],
    ] as const) {
      assert.throws(() => toSaveInput({ ...options } as AlertOptions, before), { message });
    }
  });
});
