import { readFile } from 'node:fs/promises';

import { Command } from 'commander';

import { redact } from '../../functions/src/redact/index.js';
import { OperatorError } from '../terminal/operator-error.js';
import { runCommand } from '../terminal/run-command.js';
import { type CaseResult, judgeCases, readCases } from './redact/cases.js';
import { evaluate, type Miss } from './redact/evaluate.js';
import { countFalse, megabytesPerSecond } from './redact/measure.js';
import { readData } from './redact/read-data.js';
import { formatTable } from '../terminal/table.js';
import { showProgress } from '../terminal/progress.js';

interface Options {
  cases?: string[];
  misses: boolean;
  json: boolean;
}

const program = new Command('npm run redact:eval --')
  .description(
    'Holds what the redactor finds against labelled data (JSON lines of {text, spans: [{kind, start, end}], other?}) and counts what it redacts in plain logs.',
  )
  .argument('[file...]', 'labelled data, or a plain log whose every finding but an IP is false')
  .option(
    '--cases <file...>',
    'small cases (JSON lines of {text, must_hide, must_keep, kind, via?: "redactMap"}), counted right or wrong by kind',
  )
  .option('--misses', 'show what was missed and what was found wrongly', false)
  .option('--json', 'the result as JSON', false)
  .showHelpAfterError('Add --help for the options.');

program.action((files: string[], options: Options) =>
  runCommand(async () => {
    const { cases = [] } = options;
    if (files.length + cases.length === 0) {
      throw new OperatorError('Name a file of labelled data or of a log, or --cases FILE.');
    }
    const results: Result[] = [];
    let file = '';
    const progress = showProgress(() => `evaluating ${file}`);
    try {
      for (file of files) {
        const content = await contentOf(file);
        const { labelled, lines } = readData(file, content);
        results.push({
          file,
          ...(labelled.length > 0 && { labelled: evaluate(labelled, redact) }),
          ...(lines.length > 0 && { log: countFalse(lines, redact) }),
          megabytesPerSecond: megabytesPerSecond(
            [...lines, ...labelled.map(({ text }) => text)],
            redact,
          ),
        });
      }
      for (file of cases) {
        results.push({ file, cases: judgeCases(readCases(file, await contentOf(file))) });
      }
    } finally {
      progress.done();
    }
    if (options.json) console.log(JSON.stringify(results, undefined, 2));
    else for (const result of results) print(result, options);
  }),
);

interface Result {
  file: string;
  labelled?: ReturnType<typeof evaluate>;
  log?: ReturnType<typeof countFalse>;
  megabytesPerSecond?: number;
  cases?: CaseResult;
}

async function contentOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new OperatorError(`${file} cannot be read: ${error.code ?? error.message}.`);
  });
}

function print(result: Result, { misses }: Options): void {
  const { labelled, log, cases, megabytesPerSecond: speed } = result;
  console.log(`${result.file}${speed === undefined ? '' : `: ${speed.toFixed(0)} MB/s`}`);
  if (cases !== undefined) printCases(cases, misses);
  if (labelled !== undefined) {
    console.log(
      formatTable(
        ['kind', 'labelled', 'recall', 'full recall', 'found', 'precision', 'F1'],
        [...labelled.kinds, labelled.total].map((score) => [
          score.kind,
          String(score.labelled),
          percent(score.recall),
          percent(score.fullRecall),
          String(score.found),
          percent(score.precision),
          percent(score.f1),
        ]),
      ),
    );
    if (misses) for (const miss of labelled.misses) console.log(describe(miss));
  }
  if (log !== undefined) {
    console.log(
      `${log.lines} lines: ${log.falsePerThousand.toFixed(2)} false redactions per 1000, and ${log.addresses} IP addresses`,
    );
    if (misses) for (const found of log.found) console.log(describe(found));
  }
}

function printCases({ kinds, wrong }: CaseResult, misses: boolean): void {
  const sum = (of: 'right' | 'wrong') => kinds.reduce((total, counts) => total + counts[of], 0);
  console.log(
    formatTable(
      ['kind', 'right', 'wrong'],
      [...kinds, { kind: 'all', right: sum('right'), wrong: sum('wrong') }].map((counts) => [
        counts.kind,
        String(counts.right),
        String(counts.wrong),
      ]),
    ),
  );
  if (!misses) return;
  for (const { case: given, redacted, why } of wrong) {
    console.log(
      `${given.kind}, ${why}: ${JSON.stringify(given.text)} became ${JSON.stringify(redacted)}`,
    );
  }
}

function percent(part: number): string {
  return Number.isNaN(part) ? '-' : `${(part * 100).toFixed(1)} %`;
}

function describe({ outcome, kind, before, text, after }: Miss): string {
  return `${outcome} ${kind}: ${JSON.stringify(`${before}«${text}»${after}`)}`;
}

await program.parseAsync();
