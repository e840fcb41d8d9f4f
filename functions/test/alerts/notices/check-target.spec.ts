import assert from 'node:assert/strict';

import { createResolvePublic } from '../../../src/adapters/resolve-public.js';
import { createCheckTarget } from '../../../src/alerts/notices/check-target.js';
import type { NewTarget } from '../../../src/contract/alert.js';

const NAMES: Readonly<Record<string, string[]>> = {
  'hooks.example': ['93.184.215.14'],
  'hooks.example.': ['93.184.215.14'],
  'xn--gr-hia.example': ['93.184.215.14'],
  'metadata.google.internal': ['169.254.169.254'],
  localhost: ['127.0.0.1', '::1'],
  'inside.example': ['10.1.2.3'],
  'half.example': ['93.184.215.14', '192.168.0.1'],
};

const checkTarget = createCheckTarget({
  resolvePublic: createResolvePublic({ resolve: (name) => Promise.resolve(NAMES[name] ?? []) }),
  sendsMail: true,
});
const webhook = (url: string) => checkTarget({ kind: 'webhook', url });

describe('the target of an alert', () => {
  for (const kind of ['slack', 'discord', 'teams'] as const) {
    it(`of ${kind} is taken, and its host is all that readers see`, async () => {
      const url = 'https://hooks.example/services/T/B/secret?x=1';
      assert.deepEqual(await checkTarget({ kind, url }), {
        ok: true,
        label: 'hooks.example',
        secret: { kind, url },
      });
    });
  }

  it('that is a webhook gets a signing secret of its own', async () => {
    const result = await webhook('https://hooks.example:8443/a');
    assert.ok(result.ok && result.secret.kind === 'webhook');
    assert.equal(result.label, 'hooks.example:8443');
    assert.match(result.secret.secrets[0]?.secret ?? '', /^whsec_/);
    assert.equal(result.secret.secrets.length, 1);
  });

  for (const url of [
    'https://hooks.example',
    'https://hooks.example:443/',
    'https://hooks.example./a',
    'HTTPS://HOOKS.EXAMPLE/a',
    'https://grüß.example/a'.replace('grüß', 'grß'),
    'https://93.184.215.14/a',
    'https://[2606:4700::1111]/a',
  ]) {
    it(`may be ${url}`, async () => {
      const result = await webhook(url);
      assert.ok(result.ok, result.ok ? '' : result.detail);
    });
  }

  const ADDRESS = /not on the public internet/;
  for (const [url, detail] of [
    ['', /https/],
    ['hooks.example', /https/],
    ['http://hooks.example/', /https/],
    ['ftp://hooks.example/', /https/],
    ['file:///etc/passwd', /https/],
    ['gopher://hooks.example/', /https/],
    ['javascript:alert(1)', /https/],
    ['https://user:password@hooks.example/', /password/],
    ['https://user@hooks.example/', /password/],
    ['https://hooks.example:22/', /port/],
    ['https://hooks.example:80/', /port/],
    ['https://no-such-name.example/', /does not exist/],
    ['https://localhost/', ADDRESS],
    ['https://inside.example/', ADDRESS],
    ['https://half.example/', ADDRESS],
    ['https://metadata.google.internal/computeMetadata/v1/', ADDRESS],
    ['https://169.254.169.254/', ADDRESS],
    ['https://127.0.0.1/', ADDRESS],
    ['https://127.1/', ADDRESS],
    ['https://2130706433/', ADDRESS],
    ['https://0x7f000001/', ADDRESS],
    ['https://017700000001/', ADDRESS],
    ['https://①②⑦.⓪.⓪.①/', ADDRESS],
    ['https://10.0.0.1/', ADDRESS],
    ['https://172.16.0.1/', ADDRESS],
    ['https://192.168.1.1/', ADDRESS],
    ['https://100.64.0.1/', ADDRESS],
    ['https://0.0.0.0/', ADDRESS],
    ['https://224.0.0.1/', ADDRESS],
    ['https://[::1]/', ADDRESS],
    ['https://[::]/', ADDRESS],
    ['https://[::ffff:169.254.169.254]/', ADDRESS],
    ['https://[64:ff9b::a9fe:a9fe]/', ADDRESS],
    ['https://[2002:a9fe:a9fe::1]/', ADDRESS],
    ['https://[fd00:ec2::254]/', ADDRESS],
    ['https://[fe80::1]/', ADDRESS],
    ['https://[ff02::1]/', ADDRESS],
  ] as const) {
    it(`may not be ${url.slice(0, 60) || 'empty'}`, async () => {
      const result = await webhook(url);
      assert.ok(!result.ok);
      assert.match(result.detail, detail);
    });
  }

  it('of PagerDuty is its routing key, of which readers see the last characters', async () => {
    const routing_key = 'R0123456789ABCDEF0123456789ABCDE';
    assert.deepEqual(await checkTarget({ kind: 'pagerduty', routing_key }), {
      ok: true,
      label: '…BCDE',
      secret: { kind: 'pagerduty', routing_key },
    });
  });

  for (const target of [
    { kind: 'pagerduty', routing_key: 'short' },
    { kind: 'pagerduty', routing_key: `${'a'.repeat(31)}\n` },
    { kind: 'email', address: 'nobody' },
    { kind: 'email', address: 'Bob <bob@mail.example>' },
    { kind: 'email', address: 'a@mail.example, b@mail.example' },
    { kind: 'email', address: 'a@mail.example\nBcc: b@mail.example' },
    { kind: 'email', address: `${'a'.repeat(300)}@mail.example` },
  ] as const satisfies NewTarget[]) {
    it(`may not be ${JSON.stringify(target).slice(0, 80)}`, async () => {
      assert.equal((await checkTarget(target)).ok, false);
    });
  }

  it('is a mail address only where the project sends mail', async () => {
    const target = { kind: 'email', address: 'on-call@mail.example' } as const;
    assert.deepEqual(await checkTarget(target), {
      ok: true,
      label: target.address,
      secret: target,
    });
    const withoutMail = createCheckTarget({
      resolvePublic: createResolvePublic(),
      sendsMail: false,
    });
    assert.equal((await withoutMail(target)).ok, false);
  });
});
