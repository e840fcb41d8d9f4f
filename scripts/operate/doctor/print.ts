import type { Finding } from './check.js';

const WORDS = { right: 'right', warning: 'look at', wrong: 'WRONG', unknown: 'unknown' } as const;

/** One finding for a terminal, with its fix below. */
export function formatFinding({ name, outcome, detail, fix }: Finding): string {
  const line = `${WORDS[outcome].padEnd(8)} ${name.padEnd(16)} ${detail}`;
  return fix === undefined ? line : `${line}\n${indent(fix)}`;
}

/** One line for other commands: `npm run status`. */
export function summarise(findings: readonly Finding[], project: string): string {
  const needing = findings.filter(({ outcome }) => outcome !== 'right');
  return needing.length === 0
    ? `All ${findings.length} checks passed.`
    : `Look at ${needing.map(({ name }) => name).join(', ')}: npm run doctor -- --project ${project}`;
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `         ${' '.repeat(16)} ${line}`)
    .join('\n');
}
