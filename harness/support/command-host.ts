// The process that `openCommand` in run-script.ts starts. It runs a command again and again, each time
// as if it had just started, except that packages are loaded only once.
import { pathToFileURL } from 'node:url';

import type { Ended } from './run-script.js';

/** Thrown by `process.exit`, so that its caller does not go on although the process does. */
class Exit extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`ended with ${code}`);
    this.code = code;
  }
}

const file = process.argv[2] ?? '';
const environment = { ...process.env };
const { log, error } = console;
const end = process.exit.bind(process);
const exitCode = () => Number(process.exitCode ?? 0);
let runs = 0;

process.on('disconnect', () => end());
process.exit = (code) => {
  throw new Exit(Number(code ?? exitCode()));
};

async function run(args: string[]): Promise<Ended> {
  const written = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    process[name].write = (data: Uint8Array | string, ...others: unknown[]) => {
      written[name] += typeof data === 'string' ? data : Buffer.from(data).toString();
      const done = others.at(-1);
      if (typeof done === 'function') process.nextTick(done);
      return true;
    };
  }
  Object.assign(console, { log, error });
  for (const name of Object.keys(process.env)) {
    if (!Object.hasOwn(environment, name)) delete process.env[name];
  }
  Object.assign(process.env, environment);
  for (const signal of ['SIGINT', 'SIGTERM']) process.removeAllListeners(signal);
  for (const stream of [process.stdout, process.stderr]) stream.removeAllListeners('error');
  process.exitCode = undefined;
  process.argv = [process.execPath, file, ...args];
  runs += 1;
  try {
    // A new URL, so that the command's own file runs again; `.ts` at its end makes it TypeScript.
    await import(`${pathToFileURL(file).href}?run=${runs}.ts`);
    return { code: exitCode(), ...written };
  } catch (thrown) {
    if (thrown instanceof Exit) return { code: thrown.code, ...written };
    throw thrown;
  }
}

process.on('message', (args: string[]) => {
  void run(args).then((ended) => process.send?.(ended));
});
