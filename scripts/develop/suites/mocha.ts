import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const REPORTER = fileURLToPath(new URL('failed-files.ts', import.meta.url));

/** How a run of mocha ended. */
export interface Run {
  code: number;
  /** The failures as mocha sums them up; if it broke off, a line that says so. */
  failures: string | undefined;
  /** Spec files with a failure; undefined if mocha broke off. */
  failedFiles: string[] | undefined;
}

/** Runs mocha with `args`, and hands on what it prints as it comes. */
export async function runMocha(
  args: string[],
  env: NodeJS.ProcessEnv,
  print: (data: Buffer) => void,
): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), 'mocha-'));
  const failedTo = join(folder, 'failed.json');
  const reporter = ['--reporter', REPORTER, '--reporter-option', `failedTo=${failedTo}`];
  const child = spawn('mocha', [...reporter, ...args], {
    stdio: ['inherit', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
    env,
  });
  const printed: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data: Buffer) => {
      printed.push(data);
      print(data);
    });
  }
  const [code] = (await once(child, 'close')) as [number | null];
  const failedFiles = await readFile(failedTo, 'utf8').then(
    (json) => JSON.parse(json) as string[],
    () => undefined,
  );
  await rm(folder, { recursive: true });
  if (code === 0) return { code, failures: undefined, failedFiles: [] };
  const summary = /^ {2}\d+ failing\n[^]*/m.exec(Buffer.concat(printed).toString());
  return {
    code: code ?? 1,
    failures: summary?.[0] ?? `mocha ended with ${String(code)}: ${args.join(' ')}`,
    failedFiles,
  };
}
