import assert from 'node:assert/strict';

import { describeCondition, describeDelivery } from '../../src/documents/alert.js';
import { DELIVERY_REASONS } from '../../../functions/src/contract/delivery-reasons.js';

const at = { seconds: 1, nanos: 0 };
const delivery = { kind: 'slack', label: 'hooks.slack.com', at } as const;

describe('an alert in words', () => {
  for (const [condition, expected] of [
    [{ kind: 'count', matches: 1, minutes: 1 }, '1 log in 1 minute'],
    [{ kind: 'count', matches: 10, minutes: 5 }, '10 logs in 5 minutes'],
    [{ kind: 'none', minutes: 30 }, 'no log for 30 minutes'],
  ] as const) {
    it(`fires after ${expected}`, () => assert.equal(describeCondition(condition), expected));
  }

  for (const [state, attempts, reason, expected] of [
    ['pending', 0, undefined, 'on its way'],
    ['pending', 1, 'timeout', 'tried 1 time, still trying: it did not answer in time'],
    ['delivered', 2, undefined, 'delivered'],
    [
      'failed',
      1,
      'redirected',
      'not delivered: it answered with a redirect, which is not followed',
    ],
    // As from a future version of the gateway.
    ['failed', 1, 'constructor', 'not delivered'],
  ] as const) {
    it(`is ${expected}`, () => {
      const told = { ...delivery, state, attempts, ...(reason !== undefined && { reason }) };
      assert.equal(describeDelivery(told), expected);
    });
  }

  it('describes every reason', () => {
    for (const reason of DELIVERY_REASONS) {
      const text = describeDelivery({ ...delivery, state: 'failed', attempts: 1, reason });
      assert.match(text, /^not delivered: [a-z]/);
    }
  });
});
