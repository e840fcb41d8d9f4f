import assert from 'node:assert/strict';

import { createTenantAdmin } from '../../../functions/src/adapters/tenant-admin.js';
import { emulatedFirestore, newTenant } from '../../../harness/support/firestore.js';
import { describeInBrowser, picture, type Visitor } from './browser.js';
import { newReader } from './people.js';

/** A public address that nothing is sent to: a webhook is only set and removed here. */
const WEBHOOK = 'https://8.8.8.8:8443/hook';
const MARKUP = '<img src=x onerror=alert(1)> payment failed for [REDACTED]';

describeInBrowser('alerts', () => {
  const firestore = emulatedFirestore();
  const tenant = newTenant();
  let admin: Visitor;
  let reader: Visitor;

  const card = (visitor: Visitor, name: string) =>
    visitor.page.locator('article.alert', { has: visitor.page.getByRole('heading', { name }) });

  before(async () => {
    await createTenantAdmin().create(tenant, '');
    admin = await newReader(tenant, 'admin', '/?view=alerts');
    reader = await newReader(tenant, 'reader', '/?view=alerts');
  });
  after(async () => {
    assert.deepEqual(admin.complaints, []);
    assert.deepEqual(reader.complaints, []);
    await firestore.terminate();
  });

  it('are none at first, which the page says', async () => {
    await admin.page.getByText('Make one from a search').waitFor();
    await reader.page.getByText('An admin of the tenant can make one.').waitFor();
    await reader.page.getByText('No alert has fired yet.').waitFor();
    assert.equal(await reader.page.getByRole('button', { name: 'New alert' }).count(), 0);
  });

  it('are refused with a sentence if they are invalid', async () => {
    const { page } = admin;
    await page.getByRole('button', { name: 'New alert' }).click();
    await page.getByLabel('Name').fill('Payments fail');
    await page.getByLabel('Search', { exact: true }).fill('payment (');
    const address = page.getByLabel('Address', { exact: true });
    await address.fill('https://169.254.169.254/computeMetadata');
    const save = page.getByRole('button', { name: 'Save the alert' });
    const fault = page.getByRole('form').getByRole('alert');
    await save.click();
    await fault.getByText(/^query: /).waitFor();
    await page.getByLabel('Search', { exact: true }).fill('severity>=ERROR payment');
    await save.click();
    await fault.getByText('leads to an address that is not on the public internet').waitFor();
    await address.fill('http://hooks.example/');
    await save.click();
    await fault.getByText('must be an address that begins with https://').waitFor();
    await picture(page, 'alert-form');
  });

  it('are begun from a search, by admins', async () => {
    const another = await newReader(tenant, 'admin', '/?q=severity%3E%3DERROR+refund');
    await another.page.getByLabel('Saved searches').click();
    await another.page.getByRole('button', { name: 'Alert on this search' }).click();
    const query = another.page.getByRole('form', { name: 'New alert' }).getByLabel('Search');
    assert.equal(await query.inputValue(), 'severity>=ERROR refund');
    await another.page.getByRole('button', { name: 'Cancel' }).click();
    await another.page.getByRole('button', { name: 'New alert' }).waitFor();
    assert.ok(!another.page.url().includes('refund'), another.page.url());
    const { page } = await newReader(tenant, 'reader', '/?q=severity%3E%3DERROR+refund');
    await page.getByLabel('Saved searches').click();
    await page.getByRole('button', { name: 'Save search' }).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Alert on this search' }).count(), 0);
    assert.deepEqual(another.complaints, []);
    await Promise.all([another.context.close(), page.context().close()]);
  });

  it('are created, with the secret of a webhook shown only once', async () => {
    const { page } = admin;
    await page.getByLabel('Address', { exact: true }).fill(WEBHOOK);
    await page.getByRole('button', { name: 'Add a target' }).click();
    const second = page.getByRole('group', { name: 'Target 2' });
    await second.getByLabel('Kind').selectOption('email');
    await second.getByLabel('E-mail address').fill('on-call@mail.example');
    await page.getByRole('button', { name: 'Save the alert' }).click();
    const secret = (await page.locator('.new-key .code').textContent()) ?? '';
    assert.match(secret, /^whsec_/);
    await page.getByRole('button', { name: 'I have it' }).click();
    await card(admin, 'Payments fail').getByText('on-call@mail.example').waitFor();
    assert.ok(!(await page.content()).includes(secret));
    assert.ok(!(await page.content()).includes('/hook'), 'the address is a secret, too');
    await card(admin, 'Payments fail').getByText('1 log in 5 minutes').waitFor();
  });

  it('give a webhook another secret', async () => {
    const { page } = admin;
    await page.getByRole('button', { name: /^New signing secret for/ }).click();
    await page.getByRole('button', { name: 'Make a new secret' }).click();
    assert.match((await page.locator('.new-key .code').textContent()) ?? '', /^whsec_/);
    await page.getByRole('button', { name: 'I have it' }).click();
  });

  it('are changed, and their other targets stay', async () => {
    const { page } = admin;
    await card(admin, 'Payments fail').getByRole('button', { name: 'Change' }).click();
    await page.getByLabel('Fires after').selectOption('none');
    await page.getByLabel('In minutes').fill('30');
    await page.getByRole('button', { name: 'Remove target 1' }).click();
    await page.getByRole('button', { name: 'Save the alert' }).click();
    await card(admin, 'Payments fail').getByText('no log for 30 minutes').waitFor();
    const targets = card(admin, 'Payments fail').getByRole('listitem');
    assert.deepEqual(await targets.allTextContents(), ['E-mail on-call@mail.example']);
  });

  it('are silenced for a while, and no longer', async () => {
    await admin.page.getByLabel('Silence Payments fail').selectOption('1 hour');
    await card(admin, 'Payments fail').getByText('silenced until').waitFor();
    await card(reader, 'Payments fail').getByText('silenced until').waitFor();
    await admin.page.getByRole('button', { name: 'End the silence' }).click();
    await card(admin, 'Payments fail').getByText('silenced until').waitFor({ state: 'detached' });
  });

  it('send a test, whose delivery is in the history', async () => {
    const { page } = admin;
    await page.getByRole('button', { name: 'Send a test' }).click();
    await page.getByText('A test is on its way').waitFor();
    await page.getByText(/on-call@mail\.example: delivered/).waitFor();
    const { docs } = await firestore
      .collection('mail')
      .where('message.subject', '==', 'Test of Payments fail')
      .get();
    assert.ok(docs.length > 0);
    await reader.page.getByText(/on-call@mail\.example: delivered/).waitFor();
  });

  it('show readers when they fired, for what, and why it was not delivered', async () => {
    const at = new Date('2026-11-28T10:05:00Z');
    await firestore.doc(`tenants/${tenant}/alert_notices/fired`).set({
      alert_id: 'gone',
      name: 'Payments stop',
      query: 'payment',
      condition: { kind: 'count', matches: 3, minutes: 5 },
      fired_at: at,
      count: 4,
      from: new Date('2026-11-28T10:00:00Z'),
      to: at,
      lines: [{ log_id: 'log-1', time: at, severity: 'ERROR', text: MARKUP }],
      deliveries: {
        a: {
          state: 'failed',
          kind: 'slack',
          label: 'hooks.slack.com',
          attempts: 10,
          reason: 'server_error',
          at,
        },
        b: {
          state: 'pending',
          kind: 'webhook',
          label: 'hooks.example',
          attempts: 2,
          reason: 'timeout',
          at,
        },
      },
    });
    const { page } = reader;
    const fired = page.locator('[data-id="fired"]');
    await fired.getByText('4 logs in 5 minutes').waitFor();
    await fired.getByText('hooks.slack.com: not delivered: it answered with an error').waitFor();
    await fired
      .getByText('hooks.example: tried 2 times, still trying: it did not answer')
      .waitFor();
    assert.ok((await fired.textContent())?.includes(MARKUP), 'a text is no markup');
    assert.equal(await fired.locator('img').count(), 0);
    await picture(page, 'alerts');
    await fired.getByRole('button', { name: 'Open the search at that time' }).click();
    const { searchParams } = new URL(page.url());
    assert.deepEqual(
      ['q', 'from', 'to'].map((name) => searchParams.get(name)),
      ['payment', '2026-11-28T09:59:00.000Z', '2026-11-28T10:06:00.000Z'],
    );
  });

  it('are deleted once an admin is sure, and their history stays', async () => {
    const { page } = admin;
    await card(admin, 'Payments fail').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await card(admin, 'Payments fail').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Delete the alert' }).click();
    await page.getByText('No alerts yet').waitFor();
    await page.getByText(/on-call@mail\.example: delivered/).waitFor();
  });

  it('are none of another tenant whose address somebody types', async () => {
    await reader.page.goto('/?tenant=another&view=alerts');
    await reader.page.getByText('This belongs to another tenant').waitFor();
  });
});
