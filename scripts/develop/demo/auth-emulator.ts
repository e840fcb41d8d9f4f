import type { ReaderRole } from '../../operate/tenant/reader-admin.js';

/** Somebody who may read a tenant's logs. */
export interface DemoUser {
  email: string;
  password: string;
  tenant: string;
  role: ReaderRole;
}

export interface AuthEmulator {
  projectId: string;
  /** `127.0.0.1:…` */
  authHost: string;
}

/** Makes a user with the tenant's claims in the Auth emulator. */
export async function createUser(emulator: AuthEmulator, user: DemoUser): Promise<void> {
  const { email, password, tenant, role } = user;
  const accounts = `projects/${emulator.projectId}/accounts`;
  // "owner" is the emulators' name for an administrator; Firebase Auth itself knows no such token.
  const { localId } = await post(emulator, accounts, { email, password }, 'owner');
  const claims = { tenant_id: tenant, ...(role === 'admin' && { role }) };
  const change = { localId, emailVerified: true, customAttributes: JSON.stringify(claims) };
  await post(emulator, `${accounts}:update`, change, 'owner');
}

/** The ID token of a user, by their password. */
export async function signIn(
  emulator: AuthEmulator,
  { email, password }: DemoUser,
): Promise<string> {
  const request = { email, password, returnSecureToken: true };
  const { idToken } = await post(emulator, 'accounts:signInWithPassword?key=demo', request);
  if (idToken === undefined) throw new Error(`the Auth emulator gave no token to ${email}`);
  return idToken;
}

async function post(
  { authHost }: AuthEmulator,
  method: string,
  body: object,
  token?: string,
): Promise<{ localId?: string; idToken?: string }> {
  const response = await fetch(`http://${authHost}/identitytoolkit.googleapis.com/v1/${method}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`the Auth emulator answered ${response.status} to ${method}`);
  return (await response.json()) as { localId?: string; idToken?: string };
}
