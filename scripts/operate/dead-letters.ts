import { Command, Option } from 'commander';
import pMap from 'p-map';

import { readRetention } from '../../functions/src/adapters/dead-letter-retention.js';
import { createDeadLetterStore } from '../../functions/src/adapters/dead-letter-store.js';
import { openTopic } from '../../functions/src/adapters/pubsub-rest/topic.js';
import { settings } from '../../functions/src/config.js';
import {
  DEAD_LETTER_REASONS,
  isDeadLetterId,
  retentionSubscription,
} from '../../functions/src/contract/dead-letter.js';
import { toIso } from '../../functions/src/contract/timestamp.js';
import { type FinalResult, replayAll } from '../../functions/src/dead-letter/replay-all.js';
import type { DeadLetterRecord } from '../../functions/src/dead-letter/to-record.js';
import {
  parseSince,
  parseTenant,
  type SelectionOptions,
  toQuery,
} from './dead-letters/selection.js';
import { connectTo } from './google/connect.js';
import { OperatorError } from '../terminal/operator-error.js';
import { runCommand } from '../terminal/run-command.js';
import { confirm } from '../terminal/confirm.js';
import { INTERRUPTED_EXIT_CODE, interruptSignal } from '../terminal/interrupt.js';
import { wholeNumber } from '../terminal/number.js';
import { showProgress } from '../terminal/progress.js';
import { formatTable } from '../terminal/table.js';

interface Options extends SelectionOptions {
  project?: string;
}

const program = new Command('npm run dead-letters --')
  .description('Lists, shows, replays and discards dead letters.')
  .showHelpAfterError('Add --help for the options.');

command('list', 'one line per letter, newest first; payloads, which contain log text, are left out')
  .option('--all', 'include those that were replayed, by a person or automatically', false)
  .option('--limit <n>', 'at most this many', wholeNumber, 100)
  .option('--json', 'one JSON object per line', false)
  .action((options: Options & { all: boolean; limit: number; json: boolean }) =>
    run(options, async () => {
      const query = toQuery(options);
      const store = openStore();
      const letters: DeadLetterRecord[] = [];
      for await (const letter of store.list(query, false)) {
        if (!options.all && letter.document.replayed_at !== undefined) continue;
        letters.push(letter);
        if (letters.length >= options.limit) break;
      }
      if (options.json) {
        for (const letter of letters) {
          const { payload: _none, ...rest } = toJson(letter);
          console.log(JSON.stringify(rest));
        }
        return;
      }
      if (letters.length > 0)
        console.log(
          formatTable(
            ['id', 'reason', 'attempts', 'log_id', 'bytes', 'dead_at', 'rounds', 'replayed_at'],
            letters.map(({ id, document }) => [
              id,
              document.reason,
              String(document.attempts),
              document.log_id ?? '',
              String(document.payload_bytes),
              toIso(document.dead_at),
              document.rounds === undefined ? '' : String(document.rounds),
              document.replayed_at === undefined ? '' : toIso(document.replayed_at),
            ]),
          ),
        );
      const total = await store.count(query);
      console.log(`${letters.length} listed, of ${total} dead letters in all.`);
    }),
  );

command('show <id>', 'everything about one letter, with the payload as received').action(
  (id: string, options: Options) =>
    run(options, async () => {
      const { tenantId } = toQuery(options);
      const letter = isDeadLetterId(id) ? await openStore().get(tenantId, id) : undefined;
      if (letter === undefined) throw noSuchLetter(id);
      console.log(JSON.stringify(toJson(letter), undefined, 2));
    }),
);

command('replay [ids...]', 'sends letters through the worker again: all that match, or those named')
  .option('--new-id', 'give the log of a log_id_conflict an id of its own', false)
  .action((ids: string[], options: Options & { newId: boolean }) =>
    run(options, async () => {
      const store = openStore();
      const query = toQuery(options);
      const { topic, deadLetterTopic, publishTimeoutMs } = settings();
      const total = ids.length > 0 ? ids.length : await store.count(query);
      const counts: Record<FinalResult['outcome'], number> = {
        replayed: 0,
        already_replayed: 0,
        needs_new_id: 0,
        payload_gone: 0,
        payload_not_found: 0,
      };
      const done = () => Object.values(counts).reduce((sum, count) => sum + count, 0);
      const progress = showProgress(() => `${done()} of ${total}: ${counts.replayed} replayed`);
      const signal = interruptSignal();
      try {
        const { newId } = options;
        const onResult = ({ outcome }: FinalResult) => {
          counts[outcome] += 1;
        };
        const publish = openTopic(topic, publishTimeoutMs);
        await replayAll({
          store,
          publish: (data, attributes) => publish({ data, attributes }),
          readRetention: () => readRetention(retentionSubscription(deadLetterTopic)),
          query,
          ids,
          newId,
          signal,
          onResult,
        });
      } finally {
        progress.done();
      }
      console.log(`${counts.replayed} replayed to ${topic}.`);
      const missing = ids.length > 0 && !signal.aborted ? total - done() : 0;
      const others: [number, string][] = [
        [counts.already_replayed, 'were replayed before and are left alone.'],
        [
          counts.needs_new_id,
          'are log_id_conflicts: add --new-id to store them next to the first.',
        ],
        [
          counts.payload_gone,
          `are too large for their documents, and ${deadLetterTopic} no longer retains them.`,
        ],
        [
          counts.payload_not_found,
          'are too large for their documents, and were not found among the retained messages this time: run the same command again.',
        ],
      ];
      for (const [count, what] of others) if (count > 0) console.log(`${count} ${what}`);
      if (missing > 0) console.log(`Not found: ${missing}.`);
      if (signal.aborted) {
        console.log('Interrupted. Run the same command again to continue.');
        return INTERRUPTED_EXIT_CODE;
      }
      return counts.payload_gone + counts.payload_not_found + missing > 0 ? 1 : 0;
    }),
  );

command('discard [ids...]', 'deletes letters for good: all that match, or those named')
  .option('--yes', 'do not ask for confirmation', false)
  .action((ids: string[], options: Options & { yes: boolean }) =>
    run(options, async () => {
      const store = openStore();
      const query = toQuery(options);
      const total = ids.length > 0 ? ids.length : await store.count(query);
      if (total === 0) {
        console.log('There are none.');
        return 0;
      }
      if (!options.yes) await confirm(`Delete ${total} dead letters for good?`);
      let discarded = 0;
      let missing = 0;
      const progress = showProgress(() => `${discarded} of ${total} discarded`);
      const signal = interruptSignal();
      const { tenantId } = query;
      const letters =
        ids.length > 0
          ? ids.map((id) => ({ id, ...(tenantId !== undefined && { tenantId }) }))
          : store.list(query, false);
      try {
        await pMap(
          letters,
          async (letter) => {
            if (signal.aborted) return;
            if (isDeadLetterId(letter.id) && (await store.remove(letter))) discarded += 1;
            else missing += 1;
          },
          { concurrency: 20 },
        );
      } finally {
        progress.done();
      }
      console.log(`${discarded} discarded.`);
      if (missing > 0) console.log(`Not found: ${missing}.`);
      if (signal.aborted) return INTERRUPTED_EXIT_CODE;
      return ids.length > 0 && missing > 0 ? 1 : 0;
    }),
  );

await program.parseAsync();

function command(usage: string, description: string): Command {
  return program
    .command(usage)
    .description(description)
    .addOption(new Option('--tenant <id>', 'whose letters').argParser(parseTenant))
    .option('--unattributed', 'those that name no valid tenant')
    .addOption(
      new Option('--reason <reason>', 'only of this reason').choices(
        Object.keys(DEAD_LETTER_REASONS),
      ),
    )
    .addOption(
      new Option('--since <when>', 'only from then on: 90m, 24h, 7d, or a time').argParser(
        parseSince,
      ),
    )
    .option('--project <id>', 'the project; by default, that of .firebaserc, in the emulators');
}

function run(options: Options, work: () => Promise<number | void>): Promise<void> {
  return runCommand(async () => {
    await connectTo(options.project, ['firestore', 'pubsub']);
    return work();
  });
}

function openStore() {
  return createDeadLetterStore(settings().storeTimeoutMs);
}

function noSuchLetter(id: string): OperatorError {
  return new OperatorError(`There is no dead letter ${id}: see \`npm run dead-letters -- list\`.`);
}

function toJson({ id, tenantId, document }: DeadLetterRecord): Record<string, unknown> {
  const { received_at, dead_at, replayed_at, ...fields } = document;
  return {
    id,
    tenant_id: tenantId,
    ...fields,
    received_at: toIso(received_at),
    dead_at: toIso(dead_at),
    ...(replayed_at !== undefined && { replayed_at: toIso(replayed_at) }),
  };
}
