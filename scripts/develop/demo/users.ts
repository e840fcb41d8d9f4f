import type { ReaderRole } from '../../operate/tenant/reader-admin.js';
import { createTenantAdmin } from '../../../functions/src/adapters/tenant-admin.js';
import type { LocalStack } from '../../local-stack/local-stack.js';
import { createUser, type DemoUser } from './auth-emulator.js';

/** The tenants of the documentation's examples. */
const TENANTS = ['acme', 'beta_pharma'];
const ROLES: readonly ReaderRole[] = ['reader', 'admin'];

/** The users that `npm start` creates for signing in to the page. */
export const DEMO_USERS: readonly DemoUser[] = TENANTS.flatMap((tenant) =>
  ROLES.map((role) => ({
    // A host name has no underscores.
    email: `${role}@${tenant.replaceAll('_', '-')}.example`,
    // Public, which is fine for users of the Auth emulator.
    password: 'demo-password',
    tenant,
    role,
  })),
);

/** Creates the tenants and their users in a new, empty local stack. */
export async function makeDemoUsers({ projectId, authHost, env }: LocalStack): Promise<void> {
  // Firestore's client uses it to find the emulator.
  Object.assign(process.env, env);
  const tenants = createTenantAdmin();
  for (const tenant of TENANTS) await tenants.create(tenant, '');
  for (const user of DEMO_USERS) await createUser({ projectId, authHost }, user);
}
