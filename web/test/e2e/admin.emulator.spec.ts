import assert from 'node:assert/strict';

import { createTenantAdmin } from '../../../functions/src/adapters/tenant-admin.js';
import { eventually } from '../../../harness/support/eventually.js';
import { emulatedFirestore, newTenant } from '../../../harness/support/firestore.js';
import { describeInBrowser, picture, type Visitor } from './browser.js';
import { newReader, send } from './people.js';

describeInBrowser('dead letters, keys and shared searches', () => {
  const firestore = emulatedFirestore();
  const tenant = newTenant();
  let admin: Visitor;
  let reader: Visitor;

  const stored = (id: string) =>
    eventually(`log ${id}`, async () => {
      const log = await firestore.doc(`tenants/${tenant}/processed_logs/${id}`).get();
      return log.exists || undefined;
    });

  before(async () => {
    await createTenantAdmin().create(tenant, '');
    for (const id of ['taken', 'worthless']) {
      await send(tenant, { log_id: id, text: 'the first' });
      await stored(id);
      await send(tenant, { log_id: id, text: `another of ${id}: ann@example.com` });
    }
    [admin, reader] = await Promise.all([newReader(tenant, 'admin'), newReader(tenant)]);
  });
  after(() => Promise.all([admin, reader].map(({ context }) => context.close())));
  after(() => firestore.terminate());

  const letter = (id: string) =>
    admin.page.getByRole('article').filter({ has: admin.page.getByText(id, { exact: true }) });

  it('are hidden from a reader, even one who types their address', async () => {
    const { page } = reader;
    await page.getByRole('link', { name: 'Logs' }).waitFor();
    assert.equal(await page.getByRole('link', { name: 'Dead letters' }).count(), 0);
    assert.equal(await page.getByRole('link', { name: 'API keys' }).count(), 0);
    await page.goto('/?view=dead-letters');
    await page.getByRole('heading', { name: 'For admins only' }).waitFor();
    assert.ok(!(await page.content()).includes('ann@example.com'));
    await page.goto('/?view=api-keys');
    await page.getByRole('heading', { name: 'For admins only' }).waitFor();
    assert.deepEqual(reader.complaints, []);
  });

  it('show an admin the reason and what was sent, and can be replayed under a new id', async () => {
    const { page } = admin;
    await page.getByRole('link', { name: 'Dead letters' }).click();
    await letter('taken').getByText('log_id_conflict', { exact: true }).waitFor();
    await letter('taken').getByText('What was sent').click();
    await letter('taken').getByText('another of taken: ann@example.com').waitFor();
    await picture(page, 'dead-letters');
    await letter('taken').getByRole('button', { name: 'Replay' }).click();
    const link = letter('taken').getByRole('status').getByRole('button');
    await link.click();
    const id = await page.getByRole('complementary').getByRole('heading').first().textContent();
    await stored(id ?? '');
    const details = page.getByRole('complementary');
    const text = details.getByText('another of taken: [REDACTED]').first();
    const again = details.getByRole('button', { name: 'Check again' });
    await text.or(again).waitFor();
    // Only if it is still there: the log may also appear by itself.
    await again.evaluateAll(([button]) => button instanceof HTMLElement && button.click());
    await text.waitFor();
  });

  it('stay hidden if an admin types another tenant’s address', async () => {
    const { page } = admin;
    for (const view of ['dead-letters', 'api-keys', 'logs']) {
      await page.goto(`/?tenant=another&view=${view}`);
      await page.getByText('This belongs to another tenant').waitFor();
    }
  });

  it('a restricted original is shown to admins only', async () => {
    const log = firestore.doc(`tenants/${tenant}/processed_logs/apart`);
    const now = new Date();
    await log.set({ source: 'json_upload', modified_data: 'a [REDACTED]', processed_at: now });
    await log.collection('restricted').doc('original').set({ original_text: 'a 555-0199' });
    const ask = { name: 'Show the text as sent' };
    for (const { page } of [reader, admin]) {
      await page.goto('/?log=apart');
      await page.getByRole('complementary').getByText('Redactor').waitFor();
    }
    assert.equal(await reader.page.getByRole('button', ask).count(), 0);
    await admin.page.getByRole('button', ask).click();
    await admin.page.getByText('a 555-0199').waitFor();
  });

  it('are discarded once an admin confirms', async () => {
    const { page } = admin;
    await page.goto('/?view=dead-letters');
    await letter('worthless').getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    assert.equal(await letter('worthless').count(), 1);
    await letter('worthless').getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('button', { name: 'Discard for good' }).click();
    await letter('worthless').waitFor({ state: 'detached' });
  });

  it('an admin shares a search with the tenant’s readers, and deletes it again', async () => {
    await admin.page.goto('/?q=first');
    await admin.page.getByLabel('Saved searches').click();
    await admin.page.getByLabel('Name of this search').fill('the first ones');
    await admin.page.getByLabel('Share with').check();
    await admin.page.getByRole('button', { name: 'Save search' }).click();
    await admin.page.getByRole('button', { name: 'Delete the first ones' }).waitFor();

    await reader.page.goto('/');
    await reader.page.getByLabel('Saved searches').click();
    await reader.page.getByRole('button', { name: /^the first ones/ }).click();
    assert.equal(await reader.page.getByLabel('Search', { exact: true }).inputValue(), 'first');
    await reader.page.getByLabel('Saved searches').click();
    await reader.page.getByText('None saved yet').waitFor();
    await reader.page.getByRole('button', { name: /^the first ones/ }).waitFor();
    assert.equal(await reader.page.getByRole('button', { name: /^Delete/ }).count(), 0);

    await admin.page.getByRole('button', { name: 'Delete the first ones' }).click();
    await admin.page.getByRole('button', { name: 'Delete the first ones for everyone' }).click();
    await admin.page.getByText('None shared yet').waitFor();
  });

  it('an admin creates a key, sees it once, and revokes it', async () => {
    const { page } = admin;
    await page.getByRole('link', { name: 'API keys' }).click();
    await page.getByText('No keys yet').waitFor();
    await page.getByLabel('What the new key is for').fill('web servers');
    await page.getByRole('button', { name: 'Create key' }).click();
    const key = (await page.locator('.new-key .code').textContent()) ?? '';
    assert.ok(key.length > 20);
    await picture(page, 'api-keys');
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('cell', { name: 'web servers', exact: true }).waitFor();
    assert.ok(!(await page.content()).includes(key));
    await page.getByRole('button', { name: 'Revoke the key for web servers' }).click();
    await page.getByRole('button', { name: 'Revoke for good' }).click();
    await page.getByRole('cell', { name: /^revoked/ }).waitFor();
    assert.deepEqual(admin.complaints, []);
  });
});
