import assert from 'node:assert/strict';

import { requiredEnv } from '../../../../harness/support/env.js';
import { newTenant } from '../../../../harness/support/firestore.js';
import { createUser, signIn } from '../../../develop/demo/auth-emulator.js';
import { DEMO_USERS } from '../../../develop/demo/users.js';

/** What a browser accepts in an e-mail field. */
const EMAIL = /^[\w.+-]+@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]+$/;

describe('the users of npm start', () => {
  it('are a reader and an admin of each tenant, with addresses that a browser accepts', () => {
    assert.deepEqual(
      DEMO_USERS.map(({ tenant, role }) => `${role} of ${tenant}`),
      ['reader of acme', 'admin of acme', 'reader of beta_pharma', 'admin of beta_pharma'],
    );
    for (const { email } of DEMO_USERS) assert.match(email, EMAIL);
  });

  for (const role of ['reader', 'admin'] as const) {
    it(`sign in, and have the claims of a ${role}`, async () => {
      const emulator = {
        projectId: requiredEnv('GCLOUD_PROJECT'),
        authHost: requiredEnv('FIREBASE_AUTH_EMULATOR_HOST'),
      };
      const tenant = newTenant();
      const user = { email: `${role}@${tenant}.example`, password: 'a-password', tenant, role };
      await createUser(emulator, user);
      const [, payload = ''] = (await signIn(emulator, user)).split('.');
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
      assert.equal(claims.tenant_id, tenant);
      assert.equal(claims.role, role === 'admin' ? 'admin' : undefined);
      assert.equal(claims.email_verified, true);
    });
  }
});
