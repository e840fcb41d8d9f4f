import { Command, Option } from 'commander';

import {
  createReaderAdmin,
  type GrantOptions,
  type Reader,
  READER_ROLES,
  ReaderError,
} from './tenant/reader-admin.js';
import { createTenantAdmin } from '../../functions/src/adapters/tenant-admin.js';
import {
  keyLabelSchema,
  serviceAccountSchema,
  ORIGINAL_TEXT,
  type TenantSettings,
} from '../../functions/src/contract/tenant.js';
import { SEARCH_MODES } from '../../functions/src/contract/reader-settings.js';
import { TenantError } from '../../functions/src/contract/tenant-error.js';
import type { KeyInfo, TenantInfo } from '../../functions/src/tenants/tenant-admin.js';
import { MAX_SHARDS } from '../../functions/src/limits.js';
import { connectTo } from './google/connect.js';
import { OperatorError } from '../terminal/operator-error.js';
import { runCommand } from '../terminal/run-command.js';
import {
  changeSettings,
  parseCount,
  parseDays,
  parseKinds,
  parseMarkers,
  parseNames,
  parsePattern,
  type SettingsOptions,
} from './tenant/settings.js';
import { parseTenantId } from './tenant/parse-tenant-id.js';
import { confirm } from '../terminal/confirm.js';
import { showProgress } from '../terminal/progress.js';
import { wholeNumberFrom } from '../terminal/number.js';
import { formatTable } from '../terminal/table.js';

interface Options {
  project?: string;
  json: boolean;
}

const program = new Command('npm run tenant --')
  .description('Tenants, their API keys, their readers and their settings.')
  .showHelpAfterError('Add --help for the options.');

command(program, 'create <tenant>', 'creates a tenant; an existing one stays as it is')
  .option('--name <name>', 'its name for people', '')
  .action((tenantId: string, options: Options & { name: string }) =>
    run(options, async () => {
      const id = parseTenantId(tenantId);
      const outcome = await createTenantAdmin().create(id, options.name);
      const tenant = await createTenantAdmin().show(id);
      print(options, { outcome, ...tenant }, [
        outcome === 'exists' ? `${id} exists already, and stays as it is.` : `${id}: ${outcome}.`,
      ]);
    }),
  );

command(program, 'list', 'all tenants').action((options: Options) =>
  run(options, async () => {
    const tenants = await createTenantAdmin().list();
    print(options, tenants, [
      formatTable(
        ['tenant', 'name', 'state', 'original_text', 'retention_days', 'created_at'],
        tenants.map(toRow),
      ),
    ]);
  }),
);

command(program, 'show <tenant>', 'a tenant with its settings, keys and readers').action(
  (tenantId: string, options: Options) =>
    run(options, async () => {
      const tenant = await createTenantAdmin().show(parseTenantId(tenantId));
      const keys = await createTenantAdmin().listKeys(tenant.tenant_id);
      const readers = await readersOf(tenant.tenant_id);
      print(options, { ...tenant, keys, readers }, [
        JSON.stringify(tenant, undefined, 2),
        keyTable(keys),
        readerTable(readers),
      ]);
    }),
);

for (const [name, suspended, description] of [
  ['suspend', true, 'turns a tenant’s requests away, within a minute; its logs stay'],
  ['resume', false, 'lets a suspended tenant write again, within a minute'],
] as const) {
  command(program, `${name} <tenant>`, description).action((tenantId: string, options: Options) =>
    run(options, async () => {
      const id = parseTenantId(tenantId);
      await createTenantAdmin().setSuspended(id, suspended);
      print(options, { tenant_id: id, suspended }, [
        `${id} ${suspended ? 'is suspended' : 'may write'}.`,
      ]);
    }),
  );
}

command(program, 'delete <tenant>', 'deletes a tenant, its keys and all of its documents for good')
  .option('--yes', 'do not ask for confirmation', false)
  .option('--dry-run', 'delete nothing, and count what would be deleted', false)
  .action((tenantId: string, options: Options & { yes: boolean; dryRun: boolean }) =>
    run(options, async () => {
      const id = parseTenantId(tenantId);
      if (options.dryRun) {
        const documents = await createTenantAdmin().countDocuments(id);
        const { length: readers } = await readersOf(id);
        const total = Object.values(documents).reduce((sum, count) => sum + count, 0);
        print(options, { tenant_id: id, documents, readers }, [
          formatTable(
            ['', 'documents'],
            Object.entries(documents).map(([name, count]) => [name, String(count)]),
          ),
          `${total} documents would be deleted, ${readers} readers revoked. Nothing was changed.`,
        ]);
        return;
      }
      if (!options.yes) await confirm(`Delete ${id} with all of its logs, keys and dead letters?`);
      const readers = await createReaderAdmin().revokeAll(id);
      let deleted = 0;
      const progress = showProgress(() => `${deleted} documents deleted`);
      try {
        deleted = await createTenantAdmin().delete(id, (count) => {
          deleted = count;
        });
      } finally {
        progress.done();
      }
      print(options, { tenant_id: id, deleted, readers }, [
        `${id}: ${deleted} documents deleted, ${readers} readers revoked.`,
        'An instance may store what reaches it in the next minute: run this again after that.',
      ]);
    }),
  );

const key = program.command('key').description('the API keys of a tenant; two may be live at once');

command(key, 'create <tenant>', 'creates a key and prints it once')
  .option('--label <label>', 'what the key is for', '')
  .action((tenantId: string, options: Options & { label: string }) =>
    run(options, async () => {
      const made = await createTenantAdmin().createKey(
        parseTenantId(tenantId),
        parseLabel(options.label),
      );
      print(options, made, [
        made.key,
        `Key ${made.id} of ${made.tenant_id}. It is shown only once: store it where you keep secrets.`,
      ]);
    }),
  );

command(
  key,
  'allow <tenant> <service-account>',
  'accepts a service account’s Google tokens, as push subscriptions send them, like a key',
).action((tenantId: string, account: string, options: Options) =>
  run(options, async () => {
    const email = parseAccount(account);
    const allowed = await createTenantAdmin().allowAccount(parseTenantId(tenantId), email);
    print(options, allowed, [
      `${email} writes for ${allowed.tenant_id}, with tokens for PUBSUB_PUSH_AUDIENCE. Its id is ${allowed.id}.`,
    ]);
  }),
);

command(key, 'list <tenant>', 'a tenant’s keys, without the keys themselves').action(
  (tenantId: string, options: Options) =>
    run(options, async () => {
      const keys = await createTenantAdmin().listKeys(parseTenantId(tenantId));
      print(options, keys, [keyTable(keys)]);
    }),
);

command(
  key,
  'revoke <tenant> <id>',
  'revokes a key by its id, or a service account by its address; it works for at most another minute',
).action((tenantId: string, id: string, options: Options) =>
  run(options, async () => {
    const revoked = await createTenantAdmin().revokeKey(parseTenantId(tenantId), id);
    print(options, revoked, [`Key ${revoked.id} of ${revoked.tenant_id} is revoked.`]);
  }),
);

const reader = program.command('reader').description('who may read a tenant’s logs');

command(reader, 'grant <tenant> <email>', 'lets a Firebase Auth user read a tenant’s logs')
  .addOption(
    new Option('--role <role>', 'admin: also dead letters and restricted originals')
      .choices(READER_ROLES)
      .default('reader'),
  )
  .option('--create', 'create the user if there is none', false)
  .option('--replace', 'replace an account that has another application’s claims', false)
  .action((tenantId: string, email: string, options: Options & GrantOptions) =>
    run(options, async () => {
      const { tenant_id: id } = await createTenantAdmin().show(parseTenantId(tenantId));
      const granted = await createReaderAdmin().grant(id, parseEmail(email), options);
      print(options, granted, [
        `${email} is ${granted.role === 'admin' ? 'an' : 'a'} ${granted.role} of ${id} from their next sign-in.`,
        ...(granted.replaced
          ? [
              'The account that had this address was deleted and recreated, since anybody could have signed up with it.',
            ]
          : []),
        'They verify the address when they sign in: by the link in an e-mail, or with Google.',
      ]);
    }),
  );

command(
  reader,
  'revoke <tenant> <email-or-uid>',
  'revokes the access, and ends every session of the user',
).action((tenantId: string, email: string, options: Options) =>
  run(options, async () => {
    const revoked = await createReaderAdmin().revoke(parseTenantId(tenantId), email);
    print(options, revoked, [
      `${email} can no longer read anything; a token already issued works for at most an hour.`,
    ]);
  }),
);

command(reader, 'list <tenant>', 'a tenant’s readers').action(
  (tenantId: string, options: Options) =>
    run(options, async () => {
      const readers = await readersOf(parseTenantId(tenantId));
      print(options, readers, [readerTable(readers)]);
    }),
);

command(program, 'settings <tenant>', 'shows the settings, or changes those that are named')
  .addOption(
    new Option('--original-text <where>', 'where a log’s text as sent is kept').choices(
      ORIGINAL_TEXT,
    ),
  )
  .addOption(
    new Option('--retention-days <n>', 'days until logs are deleted, or "forever"').argParser(
      parseDays,
    ),
  )
  .addOption(
    new Option('--requests-per-minute <n>', 'quota; 0: no limit, or "default"').argParser(
      parseCount,
    ),
  )
  .addOption(
    new Option('--bytes-per-minute <n>', 'quota; 0: no limit, or "default"').argParser(parseCount),
  )
  .addOption(
    new Option('--logs-per-minute <n>', 'quota; 0: no limit, or "default"').argParser(parseCount),
  )
  .addOption(
    new Option(
      '--redact <kinds>',
      'kinds to redact or not, as in ip=off,mac=on,secret=default',
    ).argParser(parseKinds),
  )
  .addOption(
    new Option(
      '--marker <styles>',
      'what replaces a finding: plain, kind or hash for all kinds, or by kind, as in email=hash,card=last4',
    ).argParser(parseMarkers),
  )
  .addOption(
    new Option(
      '--pattern <name=regex>',
      'a pattern of the tenant’s own to redact; proved linear first',
    ).argParser(parsePattern),
  )
  .addOption(
    new Option('--remove-pattern <name>', 'a pattern to stop redacting').argParser(parseNames),
  )
  .addOption(
    new Option(
      '--shards <n>',
      'how many shards to spread the logs over, 500 writes a second each; it can only grow',
    ).argParser(wholeNumberFrom({ least: 1, most: MAX_SHARDS })),
  )
  .addOption(
    new Option(
      '--search <what>',
      'what logs can be found by: words and fields (full), fields only, or off',
    ).choices(SEARCH_MODES),
  )
  .action((tenantId: string, options: Options & SettingsOptions) =>
    run(options, async () => {
      const id = parseTenantId(tenantId);
      const { settings } = await createTenantAdmin().changeSettings(id, (current: TenantSettings) =>
        changeSettings(current, options),
      );
      print(options, settings, [JSON.stringify(settings, undefined, 2)]);
    }),
  );

await program.parseAsync();

function command(parent: Command, usage: string, description: string): Command {
  return parent
    .command(usage)
    .description(description)
    .option('--project <id>', 'the project; by default, that of .firebaserc, in the emulators')
    .option('--json', 'the result as JSON', false);
}

function run(options: Options, work: () => Promise<void>): Promise<void> {
  return runCommand(async () => {
    await connectTo(options.project, ['firestore', 'auth']);
    try {
      await work();
    } catch (error) {
      if (error instanceof TenantError || error instanceof ReaderError) {
        throw new OperatorError(error.message);
      }
      throw error;
    }
  });
}

function print(options: Options, result: unknown, lines: string[]): void {
  if (options.json) console.log(JSON.stringify(result, undefined, 2));
  else for (const line of lines) console.log(line);
}

function parseLabel(value: string): string {
  const parsed = keyLabelSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new OperatorError(`The label ${parsed.error.issues[0]?.message}.`);
}

function parseAccount(value: string): string {
  const parsed = serviceAccountSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new OperatorError(`The service account ${parsed.error.issues[0]?.message}.`);
}

/** An address; anything else would be read as a uid. */
function parseEmail(value: string): string {
  if (/^[^@\s]+@[^@\s]+$/.test(value)) return value;
  throw new OperatorError(`${JSON.stringify(value)} is not an e-mail address.`);
}

async function readersOf(tenantId: string): Promise<Reader[]> {
  const readers: Reader[] = [];
  for await (const found of createReaderAdmin().list(tenantId)) readers.push(found);
  return readers;
}

function toRow(tenant: TenantInfo): string[] {
  const { tenant_id, name, suspended, settings, created_at, unreadable = [] } = tenant;
  const { original_text, retention_days } = settings;
  const days = retention_days === undefined ? 'forever' : String(retention_days);
  const state = [
    suspended ? 'suspended' : 'active',
    ...(unreadable.length > 0 ? [`unreadable: ${unreadable.join(', ')}`] : []),
  ].join('; ');
  return [tenant_id, name, state, original_text, days, created_at ?? ''];
}

function keyTable(keys: KeyInfo[]): string {
  return formatTable(
    ['key', 'label', 'created_at', 'revoked_at'],
    keys.map(({ id, label, created_at, revoked_at }) => [
      id,
      label,
      created_at ?? '',
      revoked_at ?? '',
    ]),
  );
}

function readerTable(readers: Reader[]): string {
  return formatTable(
    ['reader', 'role'],
    readers.map(({ email, role }) => [email, role ?? '']),
  );
}
