import { readFile } from 'node:fs/promises';
import type { RulesTestEnvironment } from '@firebase/rules-unit-testing';
import { emulatorAddress, RULES } from './environment.js';

interface Expression {
  readonly sourcePosition: { line: number; currentOffset: number; endOffset: number };
  readonly values?: readonly { value: { boolValue?: boolean } }[];
}

interface Report {
  readonly report: readonly Expression[];
}

/**
 * Each `allow` condition of the rules, and what the emulator saw it evaluate to so far. An
 * evaluation that ends in an error also denies, but has no value: it is reported as 'error'.
 */
export async function conditionsOf({ projectId }: RulesTestEnvironment) {
  const url = `http://${emulatorAddress()}/emulator/v1/projects/${projectId}:ruleCoverage`;
  const { report }: Report = JSON.parse(await (await fetch(url)).text());
  const source = await readFile(RULES, 'utf8');
  return report.filter(isCondition).map(({ sourcePosition, values = [] }) => ({
    where: `line ${sourcePosition.line}`,
    outcomes: [
      ...new Set(values.map(({ value }) => String(value.boolValue ?? 'error'))),
    ].toSorted(),
  }));

  function isCondition({ sourcePosition: { line } }: Expression): boolean {
    return /^\s*allow\b/.test(source.split('\n')[line - 1] ?? '');
  }
}
