import { createInterface } from 'node:readline/promises';

import { OperatorError } from './operator-error.js';
import { visible } from './visible.js';

/** Asks a person; throws if the answer is not yes, or if nobody can answer. */
export async function confirm(question: string, otherwise = 'Nothing was deleted.'): Promise<void> {
  if (!process.stdin.isTTY) {
    throw new OperatorError(`${question} Add --yes where nobody can answer.`);
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${visible(question)} [y/N] `);
  terminal.close();
  if (!/^y(es)?$/i.test(answer.trim())) throw new OperatorError(otherwise);
}
