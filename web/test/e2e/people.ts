import type { Page } from 'playwright-core';

import { emulatedAuth } from '../../../harness/support/auth.js';
import { requiredEnv } from '../../../harness/support/env.js';
import { newVisitor, type Visitor } from './browser.js';

export const PASSWORD = 'a-password-of-a-test';

let made = 0;

/** Makes a user with these claims; the answer is their e-mail address. */
export async function makeUser(claims: Record<string, string>): Promise<string> {
  made += 1;
  const email = `reader-${process.pid}-${Date.now()}-${made}@page.example`;
  const { uid } = await emulatedAuth().createUser({
    email,
    password: PASSWORD,
    emailVerified: true,
  });
  await emulatedAuth().setCustomUserClaims(uid, claims);
  return email;
}

export async function signIn(page: Page, email: string, path = '/'): Promise<void> {
  await page.goto(path);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}

/** A reader or admin of a tenant, signed in, in a browser of their own. */
export async function newReader(
  tenant: string,
  role: 'reader' | 'admin' = 'reader',
  path = '/',
  options: Parameters<typeof newVisitor>[0] = {},
): Promise<Visitor> {
  const email = await makeUser({ tenant_id: tenant, ...(role === 'admin' && { role }) });
  const visitor = await newVisitor(options);
  await signIn(visitor.page, email, path);
  return visitor;
}

/** Sends logs of a tenant as a client would, in one request. */
export async function send(tenant: string, ...logs: Record<string, unknown>[]): Promise<void> {
  const response = await fetch(requiredEnv('INGEST_URL'), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-tenant-id': tenant },
    body: JSON.stringify(logs),
  });
  const answer = await response.text();
  if (response.status !== 202 || JSON.parse(answer).rejected?.length > 0) {
    throw new Error(`the intake answered ${response.status} ${answer}`);
  }
}
