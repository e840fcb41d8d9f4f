import assert from 'node:assert/strict';

import { createTenantAdmin } from '../../../../functions/src/adapters/tenant-admin.js';
import { eventually } from '../../../../harness/support/eventually.js';
import { emulatedFirestore, newTenant } from '../../../../harness/support/firestore.js';
import { openCommand, runScript } from '../../../../harness/support/run-script.js';

describe('npm run alert', function () {
  const firestore = emulatedFirestore();
  const tenant = newTenant();
  // The same setting as the emulated functions have.
  const env = { ...process.env, ALERT_MAIL_COLLECTION: 'mail' };
  const command = openCommand('operate/alert.ts', env);
  let alertId = '';

  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await command.run(...args);
    assert.equal(code, 0, `${stdout}${stderr}`);
    return stdout;
  };
  const json = async (...args: string[]) => JSON.parse(await run(...args, '--json'));
  const refused = async (...args: string[]) => {
    const { code, stdout, stderr } = await command.run(...args);
    assert.equal(code, 1, `${stdout}${stderr}`);
    return stdout + stderr;
  };
  const notices = () => firestore.collection(`tenants/${tenant}/alert_notices`);

  before(() => createTenantAdmin().create(tenant, ''));
  after(() => Promise.all([command.close(), firestore.terminate()]));

  it('creates an alert, prints a webhook’s secret once, and lists it', async () => {
    const question = ['--name', 'Payments fail', '--query', 'payment', '--matches', '3'];
    const targets = ['--webhook', 'https://8.8.8.8:8443/hook', '--email', 'on-call@mail.example'];
    const made = await json('create', tenant, ...question, ...targets);
    alertId = made.alert_id;
    assert.match(made.targets[0].secret, /^whsec_/);
    const listed = await run('list', tenant);
    assert.match(listed, /Payments fail/);
    assert.match(listed, /8\.8\.8\.8:8443/);
    assert.ok(!listed.includes('whsec_') && !listed.includes('/hook'));
    assert.ok(listed.includes(alertId));
  });

  it('refuses what the page refuses, with a sentence', async () => {
    const make = ['create', tenant, '--name', 'a', '--query', 'b'];
    assert.match(
      await refused(...make, '--webhook', 'https://169.254.169.254/'),
      /targets\.0: leads to an address that is not on the public internet/,
    );
    assert.match(await refused(...make), /must name at least one target/);
    assert.match(await refused('test', tenant, alertId.replaceAll(/\d/g, '0')), /no such alert/);
    for (const name of ['list', 'history', 'replay']) {
      assert.match(await refused(name, 'nosuch'), /There is no tenant nosuch\. Create it with/);
    }
    await createTenantAdmin().setSuspended(tenant, true);
    const webhook = ['--webhook', 'https://8.8.8.8/'];
    assert.match(await refused(...make, ...webhook), /`npm run tenant -- resume \S+` first/);
    await createTenantAdmin().setSuspended(tenant, false);
  });

  it('prints and ends the same in a process of its own', async () => {
    for (const args of [
      ['list', tenant],
      ['create', tenant, '--name', 'a', '--query', 'b'],
    ]) {
      assert.deepEqual(await runScript('operate/alert.ts', args, env), await command.run(...args));
    }
  });

  it('changes and silences an alert, and rotates its secret', async () => {
    const [{ targets }] = await json('list', tenant);
    const rotated = await json('rotate', tenant, alertId, targets[0].id);
    assert.match(rotated.secret, /^whsec_/);
    await run('change', tenant, alertId, '--none-for', '30', '--remove-target', targets[0].id);
    await run('silence', tenant, alertId, '--minutes', '5');
    const [changed] = await json('list', tenant);
    assert.deepEqual(changed.condition, { kind: 'none', minutes: 30 });
    assert.deepEqual(
      changed.targets.map(({ label }: { label: string }) => label),
      ['on-call@mail.example'],
    );
    assert.ok(changed.silenced_until.seconds > Date.now() / 1000);
    assert.match(await run('silence', tenant, alertId, '--minutes', '0'), /not silenced/);
  });

  it('sends a test, whose delivery is in the history', async () => {
    const { notice_id } = await json('test', tenant, alertId);
    await eventually('the delivery', async () => {
      const deliveries = (await notices().doc(notice_id).get()).get('deliveries');
      return Object.values<{ state: string }>(deliveries)[0]?.state === 'delivered' || undefined;
    });
    assert.match(await run('history', tenant), /email on-call@mail\.example delivered/);
  });

  it('replays only what a target did not get', async () => {
    const [id] = (await notices().get()).docs.map((found) => found.id);
    const reference = notices().doc(id ?? '');
    const [target] = Object.keys((await reference.get()).get('deliveries'));
    assert.match(await run('replay', tenant), /^Sent again: 0 notices, to 0 targets/);
    await reference.update({
      [`deliveries.${target}.state`]: 'failed',
      [`deliveries.${target}.attempts`]: 10,
      [`deliveries.${target}.reason`]: 'timeout',
    });
    assert.match(await run('history', tenant, '--failed'), /failed 10× timeout/);
    assert.match(await run('replay', tenant), /^Sent again: 1 notice, to 1 target\./);
    await eventually('the second delivery', async () => {
      const { state, attempts } = (await reference.get()).get('deliveries')[target ?? ''];
      return (state === 'delivered' && attempts === 1) || undefined;
    });
    for (const odd of ['none', 'a/b', '..']) {
      const said = await refused('replay', tenant, odd);
      assert.ok(said.includes(`There is no notice ${odd}.`), said);
    }
  });

  it('deletes an alert, and keeps its notices', async () => {
    await run('delete', tenant, alertId, '--yes');
    assert.deepEqual(await json('list', tenant), []);
    assert.equal((await json('history', tenant)).length, 1);
  });
});
