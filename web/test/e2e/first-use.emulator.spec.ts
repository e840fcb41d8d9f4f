import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { createTenantAdmin } from '../../../functions/src/adapters/tenant-admin.js';
import { requiredEnv } from '../../../harness/support/env.js';
import { newTenant } from '../../../harness/support/firestore.js';
import { findFaults, findOverflow, MODES } from './axe.js';
import { describeInBrowser, picture } from './browser.js';
import { newReader } from './people.js';

const run = promisify(execFile);

describeInBrowser('an empty tenant', () => {
  const tenant = newTenant();
  before(() => createTenantAdmin().create(tenant, ''));

  const commandIn = (page: Awaited<ReturnType<typeof newReader>>['page']) =>
    page.getByLabel('Command that sends a log');

  it('shows a reader how to send the first log, and whom to ask for a key', async () => {
    const { page, context, complaints } = await newReader(tenant);
    const shown = (await commandIn(page).textContent()) ?? '';
    assert.ok(shown.includes(`${requiredEnv('PAGE_URL')}/ingest`), shown);
    assert.ok(shown.includes('Bearer YOUR_API_KEY'), shown);
    await page.getByText('An admin of the tenant or your operator can give you one').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Create a key' }).count(), 0);
    assert.deepEqual(complaints, []);
    await context.close();
  });

  it('gives an admin a command with a new key, and shows the log that it sends', async () => {
    const { page, context } = await newReader(tenant, 'admin', '/', { bypassCSP: true });
    await page.getByRole('button', { name: 'Create a key' }).click();
    await page.getByText('the key is shown only once').waitFor();
    for (const { name, size, colorScheme } of MODES) {
      await page.setViewportSize(size);
      await page.emulateMedia({ colorScheme });
      await picture(page, `first-log-${name}`);
      assert.deepEqual(await findFaults(page), [], name);
      assert.deepEqual(await findOverflow(page), [], name);
    }

    const command = (await commandIn(page).textContent()) ?? '';
    const key = /Bearer (\S+)'/.exec(command)?.[1] ?? '';
    const { stdout } = await run('bash', ['-c', command]);
    assert.equal(JSON.parse(stdout).status, 'accepted', stdout);
    const keys = await createTenantAdmin().listKeys(tenant);
    assert.deepEqual(
      keys.map(({ label }) => label),
      ['first log'],
    );

    await page.getByRole('row').filter({ hasText: 'Hello from curl' }).waitFor();
    assert.equal(await commandIn(page).count(), 0);
    // The key can be read nowhere else, so it stays until the admin dismisses it.
    await page.getByText(key, { exact: true }).waitFor();
    assert.deepEqual(await findFaults(page), []);
    await picture(page, 'first-log-arrived');
    await page.getByRole('button', { name: 'Done' }).click();
    assert.ok(!(await page.content()).includes(key));
    await context.close();
  });
});
