import { inspect } from 'node:util';

import { OperatorError } from './operator-error.js';
import { guardConsole } from './visible.js';
import { stopAll } from '../local-stack/processes.js';

/**
 * Runs a command to its end: exit code 1 and one sentence for an {@link OperatorError}, a stack
 * for anything unforeseen, and nothing of it left running in any case.
 */
export async function runCommand(command: () => Promise<number | void>): Promise<void> {
  guardConsole();
  let code = 0;
  try {
    code = (await command()) ?? 0;
  } catch (error) {
    code = 1;
    console.error(error instanceof OperatorError ? `\n${error.message}` : inspect(error));
  }
  await stopAll();
  // A pipe takes 64 KiB at once: anything beyond that would be cut off by the exit.
  await new Promise((resolve) => {
    process.stdout.on('error', resolve); // Whoever reads may have seen enough.
    process.stdout.write('', resolve);
  });
  process.exit(code);
}
