import assert from 'node:assert/strict';

import { parseSince, toQuery } from '../../../operate/dead-letters/selection.js';

describe('which dead letters', () => {
  for (const [value, age] of [
    ['45s', 45_000],
    ['90m', 5_400_000],
    ['24h', 86_400_000],
    ['7d', 604_800_000],
  ] as const) {
    it(`since ${value} counts back from now`, () => {
      const before = Date.now();
      const since = parseSince(value).getTime() + age;
      assert.ok(since >= before && since <= Date.now());
    });
  }

  it('since a time is that time', () => {
    assert.equal(parseSince('2024-01-15T10:30:00+01:00').toISOString(), '2024-01-15T09:30:00.000Z');
  });

  for (const value of ['yesterday', '7 d', '2024-01-15', '', '-1h']) {
    it(`since ${JSON.stringify(value)} is refused`, () => {
      assert.throws(() => parseSince(value), /must be an age such as 90m/);
    });
  }

  it('needs a tenant, or an explicit option for none', () => {
    assert.deepEqual(toQuery({ tenant: 'acme' }), { tenantId: 'acme' });
    assert.deepEqual(toQuery({ unattributed: true, reason: 'undecodable' }), {
      tenantId: undefined,
      reason: 'undecodable',
    });
    assert.throws(() => toQuery({}), /--tenant ID, or --unattributed/);
    assert.throws(() => toQuery({ tenant: 'acme', unattributed: true }), /Whose/);
  });
});
