import { Command, Option } from 'commander';
import type { Firestore } from 'firebase-admin/firestore';

import { openFirestore } from '../../functions/src/adapters/firestore.js';
import { fromMillis } from '../../functions/src/contract/instant.js';
import { partId } from '../../functions/src/contract/ids.js';
import { counted } from '../../functions/src/lib/counted.js';
import { SEARCH_READS } from '../../functions/src/limits.js';
import {
  type Chosen,
  choosePlan,
  countBars,
  countLogs,
  createJoiner,
  describePlan,
  describeQueryError,
  loadWhole,
  logsAround,
  onePerLog,
  parseQuery,
  planHistogram,
  type Query,
  readsMuch,
  searchHint,
  searchLogs,
  type TimeRange,
  wholeId,
} from '../../functions/src/search/index.js';
import { confirm } from '../terminal/confirm.js';
import { INTERRUPTED_EXIT_CODE, interruptSignal } from '../terminal/interrupt.js';
import { wholeNumber, wholeNumberFrom } from '../terminal/number.js';
import { OperatorError } from '../terminal/operator-error.js';
import { runCommand } from '../terminal/run-command.js';
import { formatTable } from '../terminal/table.js';
import { parseSince, parseTenant } from './dead-letters/selection.js';
import { connectTo } from './google/connect.js';
import { createLogSource, readReaderSettings, toFirestoreQuery } from './logs/log-source.js';
import { printLog } from './logs/print-log.js';
import { tailLogs } from './logs/tail.js';

interface Options {
  project?: string;
  json: boolean;
}

interface RangeOptions extends Options {
  since?: Date;
  until?: Date;
  reads?: number;
  yes: boolean;
}

const program = new Command('npm run logs --')
  .description(
    'Finds stored logs: by words, "words in a row", field=value, severity>=WARNING, AND, OR, -not and brackets.',
  )
  .showHelpAfterError('Add --help for the options.');

ranged(command('search <tenant> <query>', 'the logs that a query matches, newest first'))
  .option('--limit <n>', 'at most this many', wholeNumber, 50)
  .option('--explain', 'say what it would read, and read no logs', false)
  .action(
    (tenantId: string, text: string, options: RangeOptions & { limit: number; explain: boolean }) =>
      run(options, async () => {
        const { firestore, tenant, source, settings } = await open(tenantId);
        const [query, range] = [toQuery(text), toRange(options)];
        const chosen = await choosePlan(source, query, range, settings);
        if (options.explain) {
          console.log(describePlan(chosen));
          return;
        }
        await agree(chosen, options);
        const found = await searchLogs(source, {
          query,
          range,
          settings,
          limit: options.limit,
          ...(options.reads !== undefined && { mostReads: options.reads }),
          chosen,
        });
        // A log in several documents counts once, whichever part the query matched.
        const { logs, read: readOfParts } = await createJoiner({ ...source, partId })(found.logs);
        for (const log of logs) printLog(log, options.json);
        const { ended } = found;
        const read = found.read + readOfParts;
        const more = {
          all: '',
          limit: ' There are more: add --limit.',
          reads: ` Stopped there, and there may be more: add --reads N, or a shorter time.`,
        }[ended];
        tell(`${counted(logs.length, 'log')} found. ${readsOf(read, chosen.counts)}${more}`);
        const isKnown = logs.length > 0 || (await isTenant(firestore, tenant));
        if (!isKnown) tell(`There is no tenant ${tenant}: see \`npm run tenant -- list\`.`);
        const hint = logs.length === 0 && isKnown ? searchHint(text, query) : undefined;
        if (hint !== undefined) tell(hint);
        if (chosen.cutLeftOut > 0 || chosen.indexedSince !== undefined) tell(describePlan(chosen));
      }),
  );

ranged(command('count <tenant> [query]', 'how many logs a query matches'))
  .option('--bars', 'over time and by level as well; needs --since', false)
  .action((tenantId: string, text: string | undefined, options: RangeOptions & { bars: boolean }) =>
    run(options, async () => {
      const { source, settings } = await open(tenantId);
      const [query, range] = [toQuery(text ?? ''), toRange(options)];
      const chosen = await choosePlan(source, query, range, settings);
      if (options.bars) {
        await printBars(source, chosen, options);
        return;
      }
      await agree(chosen, options);
      const matched = await countLogs(source, {
        query,
        range,
        settings,
        ...(options.reads !== undefined && { mostReads: options.reads }),
        chosen,
      });
      if (options.json)
        console.log(JSON.stringify({ count: matched.count, at_least: matched.isLeast }));
      else console.log(`${matched.isLeast ? 'at least ' : ''}${matched.count}`);
      tell(readsOf(matched.read, matched.counts));
    }),
  );

command('context <tenant> <log_id>', 'what was logged before and after a log, whatever it is')
  .option('--lines <n>', 'this many on either side', wholeNumberFrom({ least: 1, most: 500 }), 10)
  .action((tenantId: string, logId: string, options: Options & { lines: number }) =>
    run(options, async () => {
      const { source, settings } = await open(tenantId);
      const found = await source.get(logId);
      if (found === undefined) throw new OperatorError('There is no log with this id.');
      const around = await logsAround(source, settings.shards, found, options.lines);
      const whole = await loadWhole(found, { ...source, partId });
      const others = (logs: readonly (typeof found)[]) =>
        onePerLog(logs.filter((one) => wholeId(one) !== wholeId(found)));
      // Oldest first, in reading order.
      const story = [...others(around.newer), whole.log, ...others(around.older)].toReversed();
      for (const one of story) printLog(one, options.json);
      tell(readsOf(around.read + 1 + whole.read, 0));
    }),
  );

command('tail <tenant> [query]', 'logs as they are stored, until Ctrl-C')
  .option('--limit <n>', 'stop after this many', wholeNumber)
  .action((tenantId: string, text: string | undefined, options: Options & { limit?: number }) =>
    run(options, async () => {
      const { settings, firestore, tenant, source } = await open(tenantId);
      const query = toQuery(text ?? '');
      const interrupted = interruptSignal();
      const enough = new AbortController();
      let shown = 0;
      const read = await tailLogs({
        query,
        settings,
        source,
        toQuery: toFirestoreQuery(firestore, tenant),
        signal: AbortSignal.any([interrupted, enough.signal]),
        onLog: (log) => {
          if (shown === options.limit) return;
          printLog(log, options.json);
          shown += 1;
          if (shown === options.limit) enough.abort();
        },
      });
      tell(readsOf(read, 0));
      return interrupted.aborted ? INTERRUPTED_EXIT_CODE : 0;
    }),
  );

await program.parseAsync();

function command(usage: string, description: string): Command {
  return program
    .command(usage)
    .description(description)
    .option('--project <id>', 'the project; by default, that of .firebaserc, in the emulators')
    .option('--json', 'one JSON object per line', false);
}

function ranged(parent: Command): Command {
  return parent
    .addOption(
      new Option('--since <when>', 'only from then on: 90m, 24h, 7d ago, or a time').argParser(
        parseSince,
      ),
    )
    .addOption(new Option('--until <when>', 'only before then; as --since').argParser(parseSince))
    .option('--reads <n>', 'read at most this many logs, without asking', wholeNumber)
    .option('--yes', 'do not ask for confirmation', false);
}

function run(options: Options, work: () => Promise<number | void>): Promise<void> {
  return runCommand(async () => {
    await connectTo(options.project, ['firestore']);
    return work();
  });
}

async function open(tenantId: string) {
  const tenant = parseTenant(tenantId);
  const firestore = openFirestore();
  const settings = await readReaderSettings(firestore, tenant);
  return { tenant, firestore, settings, source: createLogSource(firestore, tenant) };
}

/** Asked only where nothing was found: it costs a read. */
async function isTenant(firestore: Firestore, tenant: string): Promise<boolean> {
  return (await firestore.doc(`tenants/${tenant}`).get()).exists;
}

function toQuery(text: string): Query {
  const parsed = parseQuery(text);
  if (parsed.ok) return parsed.query;
  throw new OperatorError(`This is not a valid query. ${describeQueryError(parsed.error)}`);
}

function toRange({ since, until }: RangeOptions): TimeRange {
  return {
    ...(since !== undefined && { from: fromMillis(since.getTime()) }),
    ...(until !== undefined && { to: fromMillis(until.getTime()) }),
  };
}

/** Asks before a large read, unless a limit was given. */
async function agree(chosen: Chosen, { reads, yes }: RangeOptions): Promise<void> {
  if (!readsMuch(chosen) || reads !== undefined || yes) return;
  await confirm(
    `${describePlan(chosen)} Read up to ${SEARCH_READS} logs?`,
    'Nothing was read. Narrow the search with a rarer word or --since, or allow more with --reads N.',
  );
}

async function printBars(
  source: Parameters<typeof countBars>[0],
  { plan, counts }: Chosen,
  { since, until, json }: RangeOptions,
): Promise<void> {
  if (since === undefined) throw new OperatorError('--bars needs --since.');
  const range = { from: since.getTime(), to: (until ?? new Date()).getTime() };
  const histogram = planHistogram(plan, range);
  if (histogram === undefined) throw new OperatorError('There are no logs to count over time.');
  const { bars, reads } = await countBars(source, histogram);
  if (json) {
    for (const bar of bars) console.log(JSON.stringify(bar));
  } else {
    const rows = bars.map(({ from, all, levels }) =>
      [new Date(from).toISOString(), all, levels[0], levels[1], levels[2]].map(String),
    );
    console.log(formatTable(['from', 'all', 'below warning', 'warning', 'error'], rows, true));
  }
  if (!histogram.exact)
    tell('These are more logs than the query matches: the index does not tell them apart.');
  tell(readsOf(0, counts + reads));
}

/** Apart from the result, which is on stdout. */
function tell(sentence: string): void {
  console.error(sentence);
}

function readsOf(read: number, counts: number): string {
  return `${counted(read, 'document')} read, and ${counted(counts, 'read')} for counts.`;
}
