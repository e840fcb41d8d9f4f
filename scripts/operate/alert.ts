import { Command, Option } from 'commander';

import { createAlertAdmin } from '../../functions/src/adapters/alert-admin.js';
import { createNoticeHistory } from '../../functions/src/adapters/notice-history.js';
import { createNoticePublisher } from '../../functions/src/adapters/publishers.js';
import { createResolvePublic } from '../../functions/src/adapters/resolve-public.js';
import { createTenantAdmin } from '../../functions/src/adapters/tenant-admin.js';
import { createCheckTarget } from '../../functions/src/alerts/notices/check-target.js';
import {
  createReplayNotice,
  isUndelivered,
  type StoredAlert,
  type StoredNotice,
} from '../../functions/src/alerts/notices/history.js';
import { newSigningSecret } from '../../functions/src/alerts/notices/signature.js';
import { settings } from '../../functions/src/config.js';
import {
  createDeleteAlert,
  createRotateAlertSecret,
  createSilenceAlert,
  createTestAlert,
} from '../../functions/src/console/alerts/alert-actions.js';
import { createSaveAlert } from '../../functions/src/console/alerts/save-alert.js';
import type { Action } from '../../functions/src/console/call.js';
import { Refusal } from '../../functions/src/console/refusal.js';
import type { AlertCondition } from '../../functions/src/contract/alert.js';
import { noticeIdSchema } from '../../functions/src/contract/ids.js';
import { TenantError } from '../../functions/src/contract/tenant-error.js';
import { toIso } from '../../functions/src/contract/timestamp.js';
import { counted } from '../../functions/src/lib/counted.js';
import { describeIssues } from '../../functions/src/lib/describe-issues.js';
import { once } from '../../functions/src/lib/once.js';
import { confirm } from '../terminal/confirm.js';
import { wholeNumberFrom } from '../terminal/number.js';
import { OperatorError } from '../terminal/operator-error.js';
import { runCommand } from '../terminal/run-command.js';
import { formatTable } from '../terminal/table.js';
import { type AlertOptions, toSaveInput } from './alert/alert-options.js';
import { connectTo } from './google/connect.js';
import { parseTenantId } from './tenant/parse-tenant-id.js';

interface Options {
  project?: string;
  json: boolean;
}

/** How many of the newest notices are searched. */
const MOST_LOOKED_AT = 1_000;

const admin = once(() => createAlertAdmin());
const history = once(() => createNoticeHistory());
/** The page tells a tenant's admin to ask the operator, which is of no use here. */
async function requireActive(tenantId: string): Promise<void> {
  const { suspended } = await createTenantAdmin().show(tenantId);
  if (!suspended) return;
  throw new OperatorError(
    `The tenant ${tenantId} is suspended: \`npm run tenant -- resume ${tenantId}\` first.`,
  );
}
const publish = once(() => {
  const { noticesTopic, publishTimeoutMs } = settings();
  return createNoticePublisher(noticesTopic, publishTimeoutMs);
});

const program = new Command('npm run alert --')
  .description('A tenant’s alerts, their notices, and whether those were delivered.')
  .showHelpAfterError('Add --help for the options.');

command('list <tenant>', 'the alerts of a tenant').action((tenant: string, options: Options) =>
  run(options, async () => {
    const alerts = await history().listAlerts(await tenantOf(tenant));
    print(options, alerts, [alerts.length > 0 ? alertTable(alerts) : 'There are none.']);
  }),
);

change(command('create <tenant>', 'creates an alert; a webhook’s secret is printed once')).action(
  (tenant: string, options: Options & AlertOptions) =>
    run(options, async () => save(await tenantOf(tenant), options)),
);

change(
  command(
    'change <tenant> <alert>',
    'changes what you name; targets are added to the existing ones',
  ),
)
  .option('--remove-target <id>', 'a target to remove; may be repeated', collect)
  .action((tenant: string, id: string, options: Options & AlertOptions) =>
    run(options, async () => {
      const tenantId = await tenantOf(tenant);
      const before = (await history().listAlerts(tenantId)).find((alert) => alert.id === id);
      if (before === undefined) throw new OperatorError(`There is no alert ${id} of ${tenantId}.`);
      await save(tenantId, options, before);
    }),
  );

command('silence <tenant> <alert>', 'sends no notices for a while')
  .addOption(
    new Option('--minutes <n>', 'how long, from now; 0 ends it')
      .argParser(wholeNumberFrom({ least: 0 }))
      .makeOptionMandatory(),
  )
  .action((tenant: string, alert_id: string, options: Options & { minutes: number }) =>
    run(options, async () => {
      const { minutes } = options;
      const done = await act(createSilenceAlert(admin()), tenant, { alert_id, minutes });
      const until = done.silenced_until;
      print(options, done, [
        until === undefined ? 'It is not silenced.' : `It is silenced until ${until}.`,
      ]);
    }),
  );

command('test <tenant> <alert>', 'sends a test to all targets of an alert').action(
  (tenant: string, alert_id: string, options: Options) =>
    run(options, async () => {
      const test = createTestAlert({ requireActive, store: admin(), publish: publish() });
      const done = await act(test, tenant, { alert_id });
      print(options, done, [
        `The notice ${done.notice_id} is on its way: \`npm run alert -- history ${tenant}\` says whether it was delivered.`,
      ]);
    }),
);

command(
  'rotate <tenant> <alert> <target>',
  'gives a webhook another signing secret, printed once',
).action((tenant: string, alert_id: string, target_id: string, options: Options) =>
  run(options, async () => {
    const rotate = createRotateAlertSecret({
      requireActive,
      store: admin(),
      newSecret: newSigningSecret,
    });
    const done = await act(rotate, tenant, { alert_id, target_id });
    print(options, done, [
      done.secret,
      `Notices are also signed with the old one until ${done.old_until}.`,
    ]);
  }),
);

command('delete <tenant> <alert>', 'deletes an alert; its history stays')
  .option('--yes', 'do not ask for confirmation', false)
  .action((tenant: string, alert_id: string, options: Options & { yes: boolean }) =>
    run(options, async () => {
      if (!options.yes) await confirm(`Delete the alert ${alert_id} of ${tenant}?`);
      const done = await act(createDeleteAlert(admin()), tenant, { alert_id });
      print(options, done, ['It is deleted.']);
    }),
  );

command(
  'history <tenant>',
  'when alerts fired, and whether the notices were delivered; without log text',
)
  .option('--alert <id>', 'of one alert')
  .option('--failed', 'only notices that some target did not get', false)
  .addOption(limit())
  .action((tenant: string, options: Options & HistoryOptions) =>
    run(options, async () => {
      const found = await listNotices(await tenantOf(tenant), options);
      const told = found.map(({ lines: _text, ...notice }) => notice);
      print(options, told, [found.length > 0 ? noticeTable(found) : 'There are none.']);
    }),
  );

command(
  'replay <tenant> [notices...]',
  'sends notices again to the targets that have not got them: those named, or all that failed',
).action((tenant: string, ids: string[], options: Options) =>
  run(options, async () => {
    const tenantId = await tenantOf(tenant);
    const failed = { failed: true, limit: MOST_LOOKED_AT };
    const wanted = ids.length > 0 ? ids : (await listNotices(tenantId, failed)).map(({ id }) => id);
    const replay = createReplayNotice(history(), publish());
    let targets = 0;
    const missing: string[] = [];
    for (const id of wanted) {
      const isId = noticeIdSchema.safeParse(id).success;
      const sent = isId ? await replay(tenantId, id) : undefined;
      if (sent === undefined) missing.push(id);
      else targets += sent;
    }
    const notices = wanted.length - missing.length;
    print(options, { notices, targets, missing }, [
      `Sent again: ${counted(notices, 'notice')}, to ${counted(targets, 'target')}.`,
      ...missing.map((id) => `There is no notice ${id}.`),
    ]);
    return missing.length > 0 ? 1 : 0;
  }),
);

await program.parseAsync();

interface HistoryOptions {
  alert?: string;
  failed: boolean;
  limit: number;
}

function command(usage: string, description: string): Command {
  return program
    .command(usage)
    .description(description)
    .option('--project <id>', 'the project; by default, that of .firebaserc, in the emulators')
    .option('--json', 'the result as JSON', false);
}

/** The options that say what an alert is. */
function change(made: Command): Command {
  const count = (flag: string, description: string) =>
    made.addOption(new Option(flag, description).argParser(wholeNumberFrom({ least: 1 })));
  made.option('--name <name>', 'for people, one line');
  made.option('--query <query>', 'in the language of the page’s search');
  count('--matches <n>', 'fires after this many logs; 1 by default');
  count('--minutes <n>', 'within this many minutes; 5 by default');
  count('--none-for <minutes>', 'fires after this many minutes without a log instead');
  count('--quiet <minutes>', 'at least this long between two notices; 60 by default');
  for (const [flag, description] of [
    ['--webhook <url>', 'HTTPS, in the form of Standard Webhooks'],
    ['--slack <url>', 'an incoming webhook of Slack'],
    ['--discord <url>', 'a webhook of Discord'],
    ['--teams <url>', 'a workflow of Teams'],
    ['--pagerduty <key>', 'an integration key of Events API v2'],
    ['--email <address>', 'a mail address, where the project sends mail'],
  ] as const) {
    made.option(flag, `${description}; may be repeated`, collect);
  }
  return made;
}

function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}

function limit(): Option {
  return new Option('--limit <n>', 'at most this many')
    .argParser(wholeNumberFrom({ least: 1 }))
    .default(50);
}

function run(options: Options, work: () => Promise<number | void>): Promise<void> {
  return runCommand(async () => {
    await connectTo(options.project, ['firestore', 'pubsub']);
    try {
      return await work();
    } catch (error) {
      throw error instanceof TenantError ? new OperatorError(error.message) : error;
    }
  });
}

async function save(
  tenantId: string,
  options: Options & AlertOptions,
  before?: StoredAlert,
): Promise<void> {
  const sendsMail = settings().mailCollection !== undefined;
  const checkTarget = createCheckTarget({ resolvePublic: createResolvePublic(), sendsMail });
  const action = createSaveAlert({ requireActive, store: admin(), checkTarget });
  const saved = await act(action, tenantId, toSaveInput(options, before));
  print(options, saved, [
    `The alert ${saved.alert_id} is saved, and applies to new logs within a minute.`,
    ...saved.targets.flatMap(({ label, secret }) =>
      secret === undefined ? [] : [`${secret} signs notices to ${label}. It is shown only once.`],
    ),
  ]);
}

/** Does what a tenant's admin would do in the page. */
async function act<Input, Output extends object>(
  action: Action<Input, Output>,
  tenant: string,
  input: unknown,
): Promise<Output> {
  const parsed = action.input.safeParse(input);
  if (!parsed.success) throw new OperatorError(`${describeIssues(parsed.error, 'alert')}.`);
  try {
    return await action.run(await tenantOf(tenant), parsed.data);
  } catch (error) {
    if (error instanceof Refusal) throw new OperatorError(error.message);
    throw error;
  }
}

/** The tenant that a command names, which exists. */
async function tenantOf(named: string): Promise<string> {
  const { tenant_id: id } = await createTenantAdmin().show(parseTenantId(named));
  return id;
}

async function listNotices(
  tenantId: string,
  { alert, failed, limit: most }: HistoryOptions,
): Promise<StoredNotice[]> {
  const isAll = alert === undefined && !failed;
  const found = await history().listNotices(tenantId, isAll ? most : MOST_LOOKED_AT);
  return found
    .filter((notice) => alert === undefined || notice.alert_id === alert)
    .filter((notice) => !failed || isUndelivered(notice))
    .slice(0, most);
}

function print(options: Options, result: unknown, lines: string[]): void {
  if (options.json) console.log(JSON.stringify(result, undefined, 2));
  else for (const line of lines) console.log(line);
}

function alertTable(alerts: readonly StoredAlert[]): string {
  return formatTable(
    ['alert', 'name', 'query', 'fires after', 'quiet', 'targets', 'silenced until'],
    alerts.map((alert) => [
      alert.id,
      alert.name,
      alert.query,
      describe(alert.condition),
      `${alert.quiet_minutes} min`,
      alert.targets.map(({ id, kind, label }) => `${kind} ${label} (${id})`).join('\n'),
      alert.silenced_until === undefined ? '' : toIso(alert.silenced_until),
    ]),
  );
}

function noticeTable(notices: readonly StoredNotice[]): string {
  return formatTable(
    ['notice', 'fired', 'alert', 'logs', 'deliveries'],
    notices.map(({ id, fired_at, name, count, is_test, deliveries }) => [
      id,
      toIso(fired_at),
      name,
      is_test === true ? 'test' : String(count),
      Object.values(deliveries)
        .map(({ kind, label, state, attempts, reason }) =>
          [kind, label, state, `${attempts}×`, reason].filter((part) => part).join(' '),
        )
        .join('\n'),
    ]),
  );
}

function describe(condition: AlertCondition): string {
  return condition.kind === 'none'
    ? `none in ${condition.minutes} min`
    : `${condition.matches} in ${condition.minutes} min`;
}
