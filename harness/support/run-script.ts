import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TYPESCRIPT = new URL('../../scripts/typescript.mjs', import.meta.url).href;
const HOST = fileURLToPath(new URL('command-host.ts', import.meta.url));

/** Starts a command of `scripts/` as npm does, with nobody at the keyboard. */
export function startScript(
  script: string,
  args: string[],
  env: Record<string, string | undefined>,
): ChildProcess {
  return spawn(process.execPath, ['scripts/run.mjs', script, ...args], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export async function runScript(...args: Parameters<typeof startScript>): Promise<Ended> {
  const child = startScript(...args);
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

/** A command that runs many times, always for one project. */
export interface Command {
  /** Runs wait for one another. */
  run: (...args: string[]) => Promise<Ended>;
  close: () => Promise<void>;
}

/**
 * Runs a command in one process, however often: most of a short run is the start of its process. For
 * signals, pipes and the like, use {@link runScript}.
 */
export function openCommand(script: string, env: Record<string, string | undefined>): Command {
  let host: { child: ChildProcess; ended: Promise<unknown> } | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const start = () => {
    const args = ['--import', TYPESCRIPT, HOST, `${ROOT}scripts/${script}`];
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    return { child, ended: once(child, 'exit') };
  };
  const runNow = async (args: string[]): Promise<Ended> => {
    const { child, ended } = (host ??= start());
    const answered = once(child, 'message') as Promise<[Ended]>;
    child.send(args);
    const endedEarly = ended.then(() => {
      throw new Error(`the process of ${script} ended by itself`);
    });
    return (await Promise.race([answered, endedEarly]))[0];
  };
  return {
    run: (...args) => {
      const answer = last.then(() => runNow(args));
      last = answer.catch(() => undefined);
      return answer;
    },
    close: async () => {
      if (host?.child.connected) host.child.disconnect();
      await host?.ended;
    },
  };
}
