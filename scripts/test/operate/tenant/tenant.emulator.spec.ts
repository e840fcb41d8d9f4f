import assert from 'node:assert/strict';

import { hashApiKey, isWellFormedKey } from '../../../../functions/src/contract/api-key.js';
import { emulatedAuth } from '../../../../harness/support/auth.js';
import { emulatedFirestore, newTenant } from '../../../../harness/support/firestore.js';
import { openCommand, runScript } from '../../../../harness/support/run-script.js';

describe('npm run tenant', function () {
  const firestore = emulatedFirestore();
  const auth = emulatedAuth();
  let tenant: string;

  beforeEach(() => {
    tenant = newTenant();
  });

  const env = { ...process.env, NODE_V8_COVERAGE: '' };
  const { run, close } = openCommand('operate/tenant.ts', env);

  after(() => Promise.all([close(), firestore.terminate()]));

  const runJson = async (...args: string[]) => {
    const { code, stdout, stderr } = await run(...args, '--json');
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout);
  };
  const failing = async (...args: string[]) => {
    const { code, stdout, stderr } = await run(...args);
    assert.equal(code, 1, stdout);
    assert.doesNotMatch(stderr, /\n\s+at /);
    return stderr;
  };

  it('creates a tenant once, and leaves an existing one unchanged', async () => {
    assert.equal((await runJson('create', tenant, '--name', 'Acme')).outcome, 'created');
    const before = (await firestore.doc(`tenants/${tenant}`).get()).data();
    const again = await runJson('create', tenant.toUpperCase(), '--name', 'Other');
    assert.equal(again.outcome, 'exists');
    assert.equal(again.name, 'Acme');
    assert.deepEqual((await firestore.doc(`tenants/${tenant}`).get()).data(), before);
    assert.equal(Buffer.from(before?.['content_hash_key'], 'base64').length, 32);
    assert.ok(!JSON.stringify(again).includes(before?.['content_hash_key']));
    assert.match((await run('list')).stdout, new RegExp(`${tenant}.*Acme.*active`));
  });

  it('shows a key once, stores only its hash, and allows at most two live keys', async () => {
    await runJson('create', tenant);
    const { stdout } = await run('key', 'create', tenant, '--label', 'first');
    const key = stdout.split('\n')[0] ?? '';
    assert.ok(isWellFormedKey(key));
    const stored = await firestore.doc(`api_keys/${hashApiKey(key)}`).get();
    assert.equal(stored.get('tenant_id'), tenant);
    assert.ok(!JSON.stringify(stored.data()).includes(key.slice(4)));

    const second = await runJson('key', 'create', tenant, '--label', 'second');
    assert.match(await failing('key', 'create', tenant), /has 2 live keys, \w{12} and \w{12}/);
    const listed = await runJson('key', 'list', tenant);
    assert.deepEqual(
      listed.map(({ label }: { label: string }) => label),
      ['first', 'second'],
    );
    assert.ok(!JSON.stringify(listed).includes(key));

    // The beginning of an id is not enough: a typo revokes nothing.
    for (const id of [second.id.slice(0, 1), second.id.slice(0, 11), 'a/b', '']) {
      assert.match(await failing('key', 'revoke', tenant, id), /has no such key/);
    }
    const revoked = await runJson('key', 'revoke', tenant, key);
    assert.ok(revoked.revoked_at);
    assert.deepEqual(await runJson('key', 'revoke', tenant, revoked.id), revoked);
    assert.equal((await runJson('key', 'create', tenant)).label, '');
    assert.match(await failing('key', 'revoke', newTenant(), second.id), /has no such key/);
  });

  it('suspends and resumes', async () => {
    await runJson('create', tenant);
    await run('suspend', tenant);
    assert.equal((await runJson('show', tenant)).suspended, true);
    await run('resume', tenant);
    assert.equal((await runJson('show', tenant)).suspended, false);
  });

  it('publishes the settings that readers need from the beginning', async () => {
    await runJson('create', tenant);
    const read = async () =>
      (await firestore.doc(`tenants/${tenant}/reader/settings`).get()).data();
    assert.deepEqual(await read(), { shards: 1, search: 'full', original_text: 'document' });
    await runJson(
      'settings',
      tenant,
      '--shards',
      '7',
      '--search',
      'fields',
      '--retention-days',
      '3',
    );
    const told = { shards: 7, search: 'fields', original_text: 'document', retention_days: 3 };
    assert.deepEqual(await read(), told);
    assert.match(await failing('settings', tenant, '--shards', '6'), /There are 7 shards/);
    assert.match(await failing('settings', tenant, '--shards', '21'), /from 1 to 20/);
    assert.deepEqual(await read(), told);

    // Logs stored before the setting changed have fewer terms.
    const before = Date.now();
    await runJson('settings', tenant, '--search', 'full');
    const since = (await read())?.['search_since'].toMillis();
    assert.ok(since >= before + 60_000 && since < Date.now() + 61_000);
  });

  it('changes only the named settings', async () => {
    await runJson('create', tenant);
    await run('settings', tenant, '--original-text', 'none', '--requests-per-minute', '10');
    const changed = await runJson('settings', tenant, '--retention-days', '30');
    assert.deepEqual(changed, {
      original_text: 'none',
      retention_days: 30,
      quota: { requests_per_minute: 10 },
      shards: 1,
      search: 'full',
    });
    const back = ['--retention-days', 'forever', '--requests-per-minute', 'default'];
    assert.deepEqual(await runJson('settings', tenant, ...back), {
      original_text: 'none',
      quota: {},
      shards: 1,
      search: 'full',
    });
    assert.match(await failing('settings', tenant, '--retention-days', '0'), /must be 1 to 36500/);
    assert.match(await failing('settings', tenant, '--original-text', 'all'), /Allowed choices/);
  });

  it('lists a tenant whose document was edited by hand, names what it cannot read, and repairs it', async () => {
    const neighbour = `${tenant}-corp`;
    for (const id of [tenant, neighbour]) await runJson('create', id);
    await run('suspend', tenant);
    await firestore.doc(`tenants/${tenant}`).update({ 'settings.retention_days': 30.5, name: 7 });
    const { stdout } = await run('list');
    assert.match(stdout, new RegExp(`${tenant} .*suspended; unreadable: settings.retention_days`));
    assert.match(stdout, new RegExp(`${neighbour} .*active`));
    assert.equal((await runJson('show', tenant)).suspended, true);

    await run('settings', tenant, '--retention-days', '31');
    const fixed = await runJson('show', tenant);
    assert.equal(fixed.settings.retention_days, 31);
  });

  it('shows control and direction characters in a name as escapes', async () => {
    const name = 'Acme \u202eevil\u001b[31m\u009b';
    await runJson('create', tenant, '--name', name);
    for (const args of [['list'], ['show', tenant]]) {
      const { stdout } = await run(...args);
      assert.doesNotMatch(stdout.replaceAll('\n', ''), /\p{C}/u);
      assert.ok(stdout.includes('\\u202eevil\\u001b[31m'));
    }
    assert.equal((await runJson('show', tenant)).name, name);
  });

  it('grants a reader and an admin, keeps their other claims, and revokes', async () => {
    await runJson('create', tenant);
    const email = `reader@${tenant}.example`;
    assert.match(await failing('reader', 'grant', tenant, email), /There is no user .*--create/);
    await runJson('reader', 'grant', tenant, email, '--create');
    const { uid } = await auth.getUserByEmail(email);
    assert.deepEqual((await auth.getUser(uid)).customClaims, { tenant_id: tenant });

    await auth.setCustomUserClaims(uid, { tenant_id: tenant, theirs: 1 });
    await runJson('reader', 'grant', tenant, email, '--role', 'admin');
    const claims = { tenant_id: tenant, role: 'admin', theirs: 1 };
    assert.deepEqual((await auth.getUser(uid)).customClaims, claims);
    assert.deepEqual(await runJson('reader', 'list', tenant), [
      { email, uid, tenant_id: tenant, role: 'admin' },
    ]);

    const other = newTenant();
    await runJson('create', other);
    assert.match(await failing('reader', 'grant', other, email), /is a reader of another tenant/);
    assert.match(await failing('reader', 'revoke', other, email), /is not a reader of/);
    await runJson('reader', 'revoke', tenant, email);
    const revoked = await auth.getUser(uid);
    assert.deepEqual(revoked.customClaims, { theirs: 1 });
    assert.ok(Date.parse(revoked.tokensValidAfterTime ?? '') > 0);
  });

  it('says which address or uid cannot be a reader’s', async () => {
    await runJson('create', tenant);
    const says =
      /is neither an e-mail address that Firebase Auth accepts nor a uid\.|is not a reader of/;
    for (const who of ['a@b@c', 'ann@', 'x'.repeat(200), 'a/b']) {
      assert.match(await failing('reader', 'revoke', tenant, who), says);
    }
  });

  it('reports that it recreated an account that somebody had signed up with', async () => {
    await runJson('create', tenant);
    const email = `stranger@${tenant}.example`;
    const { uid } = await auth.createUser({ email, password: 'a-password-of-a-test' });
    const { code, stdout } = await run('reader', 'grant', tenant, email);
    assert.equal(code, 0);
    assert.match(stdout, /is a reader of .*\n.*was deleted and recreated/);
    assert.notEqual((await auth.getUserByEmail(email)).uid, uid);
    assert.match(await failing('reader', 'grant', tenant, uid), /is not an e-mail address/);
  });

  it('deletes all of a tenant and nothing of its neighbour, however often it runs', async () => {
    const neighbour = `${tenant}-corp`;
    for (const id of [tenant, neighbour]) {
      await runJson('create', id);
      await runJson('key', 'create', id);
      const writer = firestore.bulkWriter();
      for (let i = 0; i < 250; i += 1) {
        const log = firestore.doc(`tenants/${id}/processed_logs/l${i}`);
        void writer.create(log, { original_text: 'x' });
        if (i < 5) void writer.create(log.collection('restricted').doc('original'), { x: 1 });
      }
      await writer.close();
    }
    await runJson('reader', 'grant', tenant, `r@${tenant}.example`, '--create');
    assert.match(await failing('delete', tenant), /Delete \S+ with all .* Add --yes/);

    const dry = await runJson('delete', tenant, '--dry-run');
    assert.deepEqual(dry, {
      tenant_id: tenant,
      documents: { tenants: 1, api_keys: 1, restricted: 5, processed_logs: 250, reader: 1 },
      readers: 1,
    });
    const outcome = await runJson('delete', tenant, '--yes');
    assert.deepEqual(outcome, { tenant_id: tenant, deleted: 258, readers: 1 });
    const tombstone = (await firestore.doc(`tenants/${tenant}`).get()).data();
    assert.deepEqual(Object.keys(tombstone ?? {}).toSorted(), [
      'deleted',
      'deleted_at',
      'suspended',
    ]);
    assert.match(await failing('show', tenant), /There is no tenant/);
    assert.doesNotMatch((await run('list')).stdout, new RegExp(`${tenant} `));
    assert.deepEqual(await firestore.doc(`tenants/${tenant}`).listCollections(), []);
    const left = await firestore.collection('api_keys').where('tenant_id', '==', tenant).get();
    assert.equal(left.size, 0);
    const logs = firestore.collection(`tenants/${neighbour}/processed_logs`);
    assert.equal((await logs.count().get()).data().count, 250);
    assert.equal((await runJson('key', 'list', neighbour)).length, 1);

    // What was on its way comes after, and the second call takes it.
    await firestore.doc(`tenants/${tenant}/processed_logs/late`).create({ original_text: 'x' });
    assert.equal((await runJson('delete', tenant, '--yes')).deleted, 1);
    assert.equal((await runJson('create', tenant)).outcome, 'created');
    assert.equal((await runJson('show', tenant)).suspended, false);
  });

  it('prints and ends the same in a process of its own', async () => {
    await runJson('create', tenant);
    for (const args of [
      ['show', tenant],
      ['show', 'nobody'],
      ['rename', 'x'],
    ]) {
      assert.deepEqual(await runScript('operate/tenant.ts', args, env), await run(...args));
    }
  });

  for (const [name, args, message] of [
    ['a tenant that is not there', ['show', 'nobody'], /There is no tenant nobody. Create it with/],
    ['an impossible tenant', ['create', '../x'], /must be 1 to 64 letters/],
    ['keys of nobody', ['key', 'create', 'nobody'], /There is no tenant nobody/],
    [
      'a label of two lines',
      ['key', 'create', 'nobody', '--label', 'a\nb'],
      /The label must be one line/,
    ],
    ['an unknown command', ['rename', 'x'], /unknown command 'rename'/],
    ['a missing argument', ['key', 'revoke'], /missing required argument 'tenant'/],
  ] as const) {
    it(`says what is wrong about ${name}`, async () => {
      assert.match(await failing(...args), message);
    });
  }

  for (const level of [[], ['key'], ['key', 'create'], ['reader'], ['settings']]) {
    it(`has --help for tenant ${level.join(' ')}`, async () => {
      const { code, stdout } = await run(...level, '--help');
      assert.equal(code, 0);
      assert.match(stdout, /Usage: npm run tenant --/);
    });
  }
});
