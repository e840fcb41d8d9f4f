import assert from 'node:assert/strict';

import { type Action, createCall } from '../../src/console/call.js';
import { type CreateApiKeyInput, createApiKeyInput } from '../../src/contract/console.js';

const AUTH = { uid: 'u1', token: { tenant_id: 'acme', role: 'admin', auth_time: 1 } };

describe('an admin’s call', () => {
  const ran: unknown[] = [];
  const asked: string[] = [];
  const action: Action<CreateApiKeyInput, { done: boolean }> = {
    input: createApiKeyInput,
    run: (tenantId, input) => {
      ran.push([tenantId, input]);
      return Promise.resolve({ done: true });
    },
  };
  const call = createCall(action, (uid) => {
    asked.push(uid);
    return Promise.resolve({ disabled: false, claims: AUTH.token, sessionsSince: 0 });
  });

  beforeEach(() => {
    ran.length = 0;
    asked.length = 0;
  });

  it('acts on the tenant of the caller', async () => {
    const { tenantId, output } = await call(AUTH, { label: ' web servers ' });
    assert.deepEqual([tenantId, output], ['acme', { done: true }]);
    assert.deepEqual(ran, [['acme', { label: 'web servers' }]]);
  });

  for (const [what, auth, data, code, message] of [
    ['without a token', undefined, { label: 'x' }, 'unauthenticated', /Sign in/],
    [
      'with the token of a reader',
      { uid: 'u1', token: { tenant_id: 'acme' } },
      {},
      'permission-denied',
      /admin/,
    ],
    ['without an input', AUTH, null, 'invalid-argument', /^label: must be a string\.$/],
    ['with a list', AUTH, [], 'invalid-argument', /^data: must be an object\.$/],
    [
      'with a tenant',
      AUTH,
      { label: 'x', tenant_id: 'beta' },
      'invalid-argument',
      /^data: takes these fields and no others: label\.$/,
    ],
    ['with a blank label', AUTH, { label: '  ' }, 'invalid-argument', /^label: must not be empty/],
    ['with a label of lines', AUTH, { label: 'a\nb' }, 'invalid-argument', /one line/],
    ['with a label too long', AUTH, { label: 'x'.repeat(101) }, 'invalid-argument', /at most 100/],
  ] as const) {
    it(`is refused ${what}, before anything is asked or done`, async () => {
      await assert.rejects(call(auth, data), { code, message });
      assert.deepEqual([asked, ran], [[], []]);
    });
  }
});
