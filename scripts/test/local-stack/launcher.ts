import { startProgram } from '../../local-stack/processes.js';
import { runCommand } from '../../terminal/run-command.js';

/** A command that starts the program of its arguments and stays up, to be ended by a signal. */
await runCommand(async () => {
  const [command = '', ...args] = process.argv.slice(2);
  startProgram(command, args, { onLine: (line) => console.log(line), graceMs: 1_000 });
  await new Promise<never>(() => {});
});
