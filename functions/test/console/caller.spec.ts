import assert from 'node:assert/strict';

import { checkCaller, type CurrentUser, readCaller } from '../../src/console/caller.js';

const CLAIMS = { tenant_id: 'acme', role: 'admin' };
const SIGNED_IN = 1_700_000_000;
const CALLER = { uid: 'u1', tenantId: 'acme' };

describe('the caller', () => {
  it('is the admin of the tenant that their claims name', () => {
    assert.deepEqual(readCaller({ uid: 'u1', token: { ...CLAIMS, other: 1 } }), CALLER);
  });

  for (const [what, claims] of [
    ['no claim', {}],
    ['no role', { tenant_id: 'acme' }],
    ['another role', { ...CLAIMS, role: 'reader' }],
    ['a role in other letters', { ...CLAIMS, role: 'Admin' }],
    ['roles in a list', { ...CLAIMS, role: ['admin'] }],
    ['a role and no tenant', { role: 'admin' }],
    ['a tenant in other letters', { ...CLAIMS, tenant_id: 'Acme' }],
    ['tenants in a list', { ...CLAIMS, tenant_id: ['acme'] }],
    ['a tenant that leaves its path', { ...CLAIMS, tenant_id: 'acme/processed_logs/l1' }],
    ['a tenant without a name', { ...CLAIMS, tenant_id: '' }],
  ] as const) {
    it(`is refused with ${what}`, () => {
      assert.throws(() => readCaller({ uid: 'u1', token: claims }), { code: 'permission-denied' });
    });
  }

  const current: CurrentUser = { disabled: false, claims: CLAIMS, sessionsSince: 0 };
  const check = (user: CurrentUser | undefined, token: object = { auth_time: SIGNED_IN }) =>
    checkCaller(CALLER, { uid: 'u1', token: { ...CLAIMS, ...token } }, () => Promise.resolve(user));

  it('is accepted as long as their token still holds', async () => {
    await check(current);
    await check({ ...current, sessionsSince: SIGNED_IN * 1000 });
  });

  for (const [what, user, code] of [
    ['whose user is gone', undefined, 'unauthenticated'],
    ['whose user is disabled', { ...current, disabled: true }, 'unauthenticated'],
    [
      'whose sessions were ended since',
      { ...current, sessionsSince: SIGNED_IN * 1000 + 1 },
      'unauthenticated',
    ],
    ['who is an admin no more', { ...current, claims: { tenant_id: 'acme' } }, 'permission-denied'],
    [
      'who is the admin of another tenant by now',
      { ...current, claims: { ...CLAIMS, tenant_id: 'beta' } },
      'permission-denied',
    ],
  ] as const) {
    it(`is refused ${what}`, async () => {
      await assert.rejects(check(user), { code });
    });
  }

  it('is refused with a token that does not say when they signed in', async () => {
    await assert.rejects(check(current, {}), { code: 'unauthenticated' });
  });
});
