import assert from 'node:assert/strict';

import { createReaderAdmin } from '../../../scripts/operate/tenant/reader-admin.js';
import { emulatedAuth } from '../../../harness/support/auth.js';
import { requiredEnv } from '../../../harness/support/env.js';
import { newTenant } from '../../../harness/support/firestore.js';
import { describeInBrowser, newVisitor, picture } from './browser.js';
import { makeUser, newReader, PASSWORD, signIn } from './people.js';

/** What the Auth emulator would have sent by e-mail. */
async function linkSentTo(email: string): Promise<string> {
  const [host, project] = [
    requiredEnv('FIREBASE_AUTH_EMULATOR_HOST'),
    requiredEnv('GCLOUD_PROJECT'),
  ];
  const sent = await fetch(`http://${host}/emulator/v1/projects/${project}/oobCodes`);
  const { oobCodes } = (await sent.json()) as { oobCodes: { email: string; oobLink: string }[] };
  const link = oobCodes.find((code) => code.email === email)?.oobLink;
  assert.ok(link, `a link for ${email}`);
  return link;
}

describeInBrowser('signing in', () => {
  it('a wrong password says what to do, the right one lets the reader in', async () => {
    const email = await makeUser({ tenant_id: newTenant() });
    const { page, context, complaints } = await newVisitor();
    await page.goto('/');
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password').fill('wrong');
    await picture(page, 'sign-in');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('The address or the password is wrong').waitFor();
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('has no logs yet').waitFor();
    assert.deepEqual(complaints, []);
    await context.close();
  });

  it('a link leads back to where the reader was, and leaves no code in the address', async () => {
    const email = await makeUser({ tenant_id: newTenant() });
    const { page, context, complaints } = await newVisitor();
    await page.goto('/?q=severity%3DERROR');
    await page.getByLabel('E-mail address').fill(email);
    await page.getByRole('button', { name: 'Send me a link' }).click();
    await page.getByText('a link is on its way').waitFor();
    await page.goto(await linkSentTo(email));
    await page.getByText('No logs found').waitFor();
    assert.equal(new URL(page.url()).search, '?q=severity%3DERROR');
    assert.deepEqual(complaints, []);
    await context.close();
  });

  it('a user without a tenant learns whom to ask, and gets in after the next sign-in', async () => {
    const tenant = newTenant();
    const email = await makeUser({});
    const { page, context } = await newVisitor();
    await signIn(page, email);
    await page.getByText(`npm run tenant -- reader grant TENANT ${email}`).waitFor();
    await picture(page, 'no-tenant');
    const options = { role: 'reader', create: false, replace: false } as const;
    await createReaderAdmin(emulatedAuth()).grant(tenant, email, options);
    // Only if it is still there: the page also checks by itself.
    await page
      .getByRole('button', { name: 'Check again' })
      .evaluateAll(([button]) => button instanceof HTMLElement && button.click());
    // The account is a new one now, and the session is over.
    await page.getByText('Your session has ended').waitFor();
    await page.getByLabel('E-mail address').fill(email);
    await page.getByRole('button', { name: 'Send me a link' }).click();
    await page.getByText('a link is on its way').waitFor();
    await page.goto(await linkSentTo(email));
    await page.getByText(`${tenant} has no logs yet`).waitFor();
    await context.close();
  });

  it('signing out forgets the reader', async () => {
    const { page, context } = await newReader(newTenant());
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Read your logs' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Read your logs' }).waitFor();
    await context.close();
  });
});
