import assert from 'node:assert/strict';

import type { Page } from 'playwright-core';

import { createTenantAdmin } from '../../../functions/src/adapters/tenant-admin.js';
import { emulatedFirestore, newTenant } from '../../../harness/support/firestore.js';
import { findFaults, findOverflow, MODES } from './axe.js';
import { describeInBrowser, newVisitor, picture } from './browser.js';
import { newReader } from './people.js';
import { storeLogs } from './stored-logs.js';

describeInBrowser('accessibility, by axe', () => {
  const firestore = emulatedFirestore();
  const tenant = newTenant();

  before(async () => {
    await createTenantAdmin().create(tenant, '');
    await storeLogs(firestore, tenant, 200);
    await firestore.doc(`tenants/${tenant}/dead_letters/x`).set({
      reason: 'log_id_conflict',
      detail: 'the log_id already belongs to a log with other content',
      payload: '{"version":1,"logs":[]}',
      payload_bytes: 23,
      attempts: 1,
      log_id: 'log-1',
      received_at: new Date(),
      dead_at: new Date(),
    });
  });
  before(async () => {
    const at = new Date();
    const alert = {
      name: 'Payments fail',
      query: 'severity>=ERROR payment',
      condition: { kind: 'count', matches: 3, minutes: 5 },
    };
    const target = { kind: 'webhook', label: 'hooks.example' };
    await firestore.doc(`tenants/${tenant}/alerts/a`).set({
      ...alert,
      quiet_minutes: 60,
      targets: [{ ...target, id: 't' }],
      created_at: at,
      updated_at: at,
    });
    await firestore.doc(`tenants/${tenant}/alert_notices/n`).set({
      ...alert,
      alert_id: 'a',
      fired_at: at,
      count: 3,
      from: at,
      to: at,
      lines: [{ log_id: 'l', time: at, text: `payment ${'of a long line '.repeat(20)}` }],
      deliveries: {
        t: { ...target, state: 'failed', attempts: 10, reason: 'server_error', at },
        u: { ...target, state: 'delivered', attempts: 1, at },
      },
    });
  });
  after(() => firestore.terminate());

  async function assertFaultless(page: Page, view: string, search = ''): Promise<void> {
    for (const mode of MODES) {
      await page.setViewportSize(mode.size);
      await page.emulateMedia({ colorScheme: mode.colorScheme });
      const name = `${view}-${mode.name}`;
      await picture(page, name);
      assert.deepEqual(await findFaults(page), [], name);
      assert.deepEqual(await findOverflow(page), [], `${name} is wider than the screen`);
      const lines = await page.evaluate(() => {
        const controls = document.querySelectorAll('.filters :is(input, select, summary)');
        const tops = [...controls].map((control) => control.getBoundingClientRect().top);
        return new Set(tops.map((top) => Math.round(top / 20))).size;
      });
      assert.ok(
        lines <= 1 || search.includes('from='),
        `${name} has its filters in ${lines} lines`,
      );
    }
  }

  it('the sign-in page has no faults', async () => {
    // axe is the test's own script, which the page's policy blocks.
    const { page, context } = await newVisitor({ bypassCSP: true });
    await page.goto('/');
    await page.getByLabel('Password').waitFor();
    await assertFaultless(page, 'sign-in');
    await context.close();
  });

  it('no view has faults', async function () {
    this.timeout(180_000);
    const { page, context } = await newReader(tenant, 'admin', '/', { bypassCSP: true });
    for (const [view, search, shown] of [
      ['logs', '', '200 logs'],
      ['fault', '?q=a%20(', 'At character'],
      ['details', '?log=log-3', 'Attributes'],
      ['alerts', '?view=alerts', 'Payments fail'],
      ['dead-letters', '?view=dead-letters', 'What was sent'],
      ['api-keys', '?view=api-keys', 'No keys yet'],
      ['denied', '?tenant=another', 'This belongs to another tenant'],
      ['empty', '?from=2001-01-01T00:00:00Z&to=2001-01-02T00:00:00Z', 'No logs found'],
    ] as const) {
      await page.goto(`/${search}`);
      await page.getByText(shown).first().waitFor();
      await assertFaultless(page, view, search);
    }
    await page.goto('/?view=alerts');
    await page.getByRole('button', { name: 'New alert' }).click();
    await page.getByLabel('Name').waitFor();
    await assertFaultless(page, 'alert-form');
    await context.close();
  });
});
