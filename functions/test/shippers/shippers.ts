import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';

import { createTenantAdmin } from '../../src/adapters/tenant-admin.js';
import { type FaultStack, startFaultStack } from '../../../harness/stack/fault-stack.js';
import { eventually } from '../../../harness/support/eventually.js';
import { emulatedFirestore, newTenant } from '../../../harness/support/firestore.js';
import { inWorkplace, readSnippets } from '../support/snippets.js';

/** A program from the system’s packages, configured as in docs/clients.md. */
interface Shipper {
  name: string;
  /** What has to be installed for it; `undefined` if nothing is missing. */
  missing: () => string | undefined;
  /** Its whole configuration, which reads lines of the file `input`. */
  configure: (snippet: string, at: { url: string; key: string; folder: string }) => string;
  command: (folder: string) => [string, ...string[]];
}

const SHIPPERS: Shipper[] = [
  {
    name: 'syslog-ng',
    missing: () => (hasSyslogNg() ? undefined : 'packages syslog-ng-core and syslog-ng-mod-http'),
    configure: configureSyslogNg,
    command: runSyslogNg,
  },
  {
    name: 'syslog-ng-elasticsearch',
    missing: () =>
      hasSyslogNg() && existsSync('/usr/share/syslog-ng/include/scl/elasticsearch')
        ? undefined
        : 'packages syslog-ng-core, syslog-ng-mod-http and syslog-ng-scl',
    configure: configureSyslogNg,
    command: runSyslogNg,
  },
  {
    name: 'rsyslog',
    missing: () =>
      runs('rsyslogd', '-v') && hasOmhttp()
        ? undefined
        : 'rsyslog with its module omhttp, which Debian 12 has no package of',
    configure: (snippet, { url, key, folder }) => `global(workDirectory="${folder}")
module(load="imfile")
${snippet
  .replace('GATEWAY_HOST', new URL(url).hostname)
  .replace('GATEWAY_PORT', new URL(url).port)
  .replace('GATEWAY_KEY', key)
  .replace('usehttps="on"', 'usehttps="off"')}
input(type="imfile" file="${folder}/input" tag="app")
`,
    command: (folder) => ['rsyslogd', '-n', '-f', `${folder}/conf`, '-i', `${folder}/pid`],
  },
];

/** `npm run test:shippers`. Shippers that are not installed are reported, and not tested. */
describe('the shippers of docs/clients.md, word for word', function () {
  const firestore = emulatedFirestore();
  const admin = createTenantAdmin(firestore);
  let stack: FaultStack;

  before(async () => {
    const ingestEnv = { INGEST_AUTH: 'api_key' };
    stack = await startFaultStack({ name: `shippers-${process.pid}`, workers: 1, ingestEnv });
  });

  after(async () => {
    await stack?.stop();
    await firestore.terminate();
  });

  for (const { name, missing, configure, command } of SHIPPERS) {
    const lacks = missing();
    if (lacks !== undefined) {
      console.log(`Skipped ${name}: install ${lacks}.`);
      continue;
    }
    it(`${name}: what it reads is stored`, async () => {
      const snippet = (await readSnippets()).get(name)?.code;
      assert.ok(snippet);
      const tenant = newTenant();
      await admin.create(tenant, '');
      const { key } = await admin.createKey(tenant, '');
      const url = `${stack.ingest.url}/ingest`;
      await inWorkplace(async (folder) => {
        const lines = [1, 2, 3].map(
          (n) => `<11>1 2024-01-15T10:30:00.123+00:00 web shop 42 - - order ${n} of "5" failed`,
        );
        await writeFile(`${folder}/conf`, configure(snippet, { url, key, folder }));
        await writeFile(`${folder}/input`, `${lines.join('\n')}\n`);
        const [program, ...args] = command(folder);
        const env = { ...process.env, GATEWAY_URL: url, GATEWAY_KEY: key };
        const shipper = spawn(program, args, { env, stdio: ['ignore', 'inherit', 'inherit'] });
        try {
          const logs = firestore.collection(`tenants/${tenant}/processed_logs`);
          const docs = await eventually(
            `what ${name} read`,
            async () => {
              const found = (await logs.get()).docs;
              return found.length >= lines.length ? found : undefined;
            },
            30_000,
          );
          const texts = docs.map((doc) => String(doc.get('original_text')));
          for (const n of [1, 2, 3]) {
            assert.ok(
              texts.some((text) => text.includes(`order ${n} of "5" failed`)),
              texts.join(),
            );
          }
          assert.equal(docs.length, lines.length);
        } finally {
          shipper.kill();
          if (shipper.exitCode === null) await once(shipper, 'exit');
        }
      });
    });
  }
});

function hasSyslogNg(): boolean {
  return (
    runs('syslog-ng', '--version') &&
    spawnSync('syslog-ng', ['--module-registry']).stdout.includes('http')
  );
}

function configureSyslogNg(snippet: string, { folder }: { folder: string }): string {
  return `@version: 3.38
@include "scl.conf"
${snippet}
source s_input { file("${folder}/input" flags(syslog-protocol) follow-freq(0.1)); };
log { source(s_input); destination(d_gateway); };
`;
}

function runSyslogNg(folder: string): [string, ...string[]] {
  return [
    'syslog-ng',
    '--foreground',
    '--no-caps',
    `--cfgfile=${folder}/conf`,
    `--persist-file=${folder}/persist`,
    `--pidfile=${folder}/pid`,
    `--control=${folder}/control`,
  ];
}

function runs(program: string, argument: string): boolean {
  return spawnSync(program, [argument]).status === 0;
}

function hasOmhttp(): boolean {
  const files = readdirSync('/usr/lib', { recursive: true, encoding: 'utf8' });
  return files.some((file) => file.endsWith('rsyslog/omhttp.so'));
}
