import { Command } from 'commander';

import { HOSTILE } from '../../harness/redaction/hostile.js';
import { redact } from '../../functions/src/redact/index.js';
import {
  FORMATS,
  isLeaked,
  keyOf,
  randomFrom,
  SURROUNDINGS,
} from '../../harness/redaction/generated-keys.js';
import { runCommand } from '../terminal/run-command.js';
import { labelledSentences } from './redact/labelled.js';
import { logLines } from './redact/log-lines.js';
import { installContenders, type RedactText } from './redact/packages.js';
import { showProgress } from '../terminal/progress.js';
import { formatTable } from '../terminal/table.js';

const SENTENCES = 126;
const LINES = 900;
const WARM_UP_MS = 1_000;
const MEASURE_MS = 2_000;
const HOSTILE_CHARACTERS = [1_000, 10_000, 100_000];
/** A contender that takes longer is not tried with larger texts. */
const PATIENCE_MS = 20;

interface Row {
  name: string;
  /** Share of the labelled items fully removed, by kind. */
  gone: Record<string, number>;
  /** Share of the generated keys of which a piece is left. */
  leaks: number;
  falsePerThousand: number;
  megabytesPerSecond: number;
  worstHostile: { ms: number; name: string; characters: number };
}

const program = new Command('npm run bench:redact --')
  .description(
    'The redactor beside the packages that a user would otherwise take, in one run on the same generated data. Installs them into a temporary folder.',
  )
  .option('--json', 'the result as JSON', false)
  .showHelpAfterError('Add --help for the options.');

program.action(({ json }: { json: boolean }) =>
  runCommand(async () => {
    let doing = 'installing the packages';
    const progress = showProgress(() => doing);
    const { contenders, unusable, cleanUp } = await installContenders();
    const rows: Row[] = [];
    try {
      const all = [
        { name: 'this project', version: '', redact: (text: string) => redact(text).text },
        ...contenders,
      ];
      for (const { name, version, redact: contender } of all) {
        doing = `measuring ${name}`;
        rows.push(await measure(`${name} ${version}`.trim(), contender));
      }
    } finally {
      await cleanUp();
      progress.done();
    }
    if (json) console.log(JSON.stringify({ rows, unusable }, undefined, 2));
    else print(rows, unusable);
  }),
);

async function measure(name: string, contender: RedactText): Promise<Row> {
  const gone: Record<string, { all: number; gone: number }> = {};
  for (const { text, spans } of labelledSentences(SENTENCES, 11)) {
    const [span] = spans;
    if (span === undefined) continue;
    const value = Array.from(text).slice(span.start, span.end).join('');
    const redacted = await contender(text);
    const counts = (gone[span.kind] ??= { all: 0, gone: 0 });
    counts.all += 1;
    // No two consecutive characters of it are left in its place.
    counts.gone += Number(!leaves(text, redacted, value));
  }
  const leaks = await partOfKeysLeaked(contender);
  // Without IP addresses: some find them and some do not.
  const lines = logLines(LINES, 12).filter(
    (line) => !redact(line).findings.some(({ kind }) => kind === 'ip'),
  );
  let falseOnes = 0;
  for (const line of lines) falseOnes += Number((await contender(line)) !== line);
  await speed(lines, contender, WARM_UP_MS);
  const megabytesPerSecond = await speed(lines, contender, MEASURE_MS);
  const worst = await worstHostile(contender);
  return {
    name,
    gone: Object.fromEntries(
      Object.entries(gone).map(([kind, counts]) => [kind, counts.gone / counts.all]),
    ),
    leaks,
    falsePerThousand: (falseOnes / lines.length) * 1000,
    megabytesPerSecond,
    ...worst,
  };
}

/** Keys of every format in every surrounding, as the tests generate them. */
async function partOfKeysLeaked(contender: RedactText): Promise<number> {
  const random = randomFrom(13);
  let leaked = 0;
  let all = 0;
  for (const format of FORMATS) {
    for (const surround of Object.values(SURROUNDINGS)) {
      const key = keyOf(format, random);
      all += 1;
      leaked += Number(isLeaked(key, await contender(surround(key))));
    }
  }
  return leaked / all;
}

/** MB per second of CPU time. */
async function speed(lines: readonly string[], contender: RedactText, forMs: number) {
  const bytes = lines.reduce((sum, line) => sum + Buffer.byteLength(line), 0);
  const start = process.cpuUsage();
  for (let rounds = 1; ; rounds++) {
    for (const line of lines) {
      const redacted = contender(line);
      if (redacted instanceof Promise) await redacted;
    }
    const { user, system } = process.cpuUsage(start);
    if (user + system >= forMs * 1000) return (bytes * rounds) / (user + system);
  }
}

/** Whether any three consecutive characters of a value, or all of a shorter one, are left. */
function leaves(text: string, redacted: string, value: string): boolean {
  const at = text.indexOf(value);
  const neutral = text.slice(0, at) + text.slice(at + value.length);
  const letters = value.toUpperCase();
  for (let from = 0; from + 3 <= letters.length; from++) {
    const part = value.slice(from, from + 3);
    if (redacted.includes(part) && !neutral.includes(part)) return true;
  }
  return false;
}

/**
 * The longest of all hostile texts, of 100,000 characters or of the last size before it that a
 * contender got through with patience.
 */
async function worstHostile(contender: RedactText) {
  let worst = { ms: 0, name: '', characters: 0 };
  for (const [name, piece] of HOSTILE) {
    for (const characters of HOSTILE_CHARACTERS) {
      const text = piece.repeat(Math.ceil(characters / piece.length)).slice(0, characters);
      const start = performance.now();
      await contender(text);
      const ms = performance.now() - start;
      if (ms > worst.ms) worst = { ms, name, characters };
      if (ms > PATIENCE_MS) break;
    }
  }
  return { worstHostile: worst };
}

function print(rows: Row[], unusable: string[]): void {
  const kinds = Object.keys(rows[0]?.gone ?? {});
  console.log(
    formatTable(
      [
        '',
        ...kinds.map((kind) => `${kind} gone`),
        'keys leaked',
        'false/1000 lines',
        'MB/s',
        'slowest hostile text',
      ],
      rows.map((row) => [
        row.name,
        ...kinds.map((kind) => `${((row.gone[kind] ?? 0) * 100).toFixed(1)} %`),
        `${(row.leaks * 100).toFixed(1)} %`,
        row.falsePerThousand.toFixed(1),
        row.megabytesPerSecond.toFixed(1),
        `${row.worstHostile.ms.toFixed(0)} ms: ${row.worstHostile.characters / 1000} KB of ${row.worstHostile.name}`,
      ]),
    ),
  );
  for (const reason of unusable) console.log(`Not measured: ${reason}`);
}

await program.parseAsync();
