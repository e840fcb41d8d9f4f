import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import getPort from 'get-port';

import { eventually } from '../support/eventually.js';

const FUNCTIONS = fileURLToPath(new URL('../../functions/', import.meta.url));
const PRELOAD = fileURLToPath(new URL('./bind-loopback.mjs', import.meta.url));
const FRAMEWORK = createRequire(import.meta.url)
  .resolve('@google-cloud/functions-framework')
  .replace(/index\.js$/, 'main.js');

/** One instance of a built function, as Cloud Run would run it. */
export interface FunctionServer {
  name: string;
  port: number;
  url: string;
  pid: number;
  /** The lines it wrote, both streams; under load only the newest. */
  output: string[];
  /** Whether the process exists; a frozen one does. */
  isRunning(): boolean;
  /** Sends a signal and, if it ends the process, waits for the end. */
  signal(signal: 'SIGKILL' | 'SIGTERM' | 'SIGSTOP' | 'SIGCONT'): Promise<void>;
  /** Ends it at once if it still runs. */
  stop(): Promise<void>;
}

/** Where many start at once on a busy machine. */
const START_MS = 60_000;

/** A line for each request is a lot under load. */
const KEPT_LINES = 20_000;

const running = new Set<ChildProcess>();
// Whatever ends the test run: no instance outlives it.
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** A function of the built `lib/`, or of another file that registers it. */
export type Target =
  | 'ingest'
  | 'processLogs'
  | 'recordDeadLetters'
  | 'countAlerts'
  | 'sendNotices'
  | 'checkAbsence'
  | { name: string; file: string; signature: 'http' | 'cloudevent' };

/**
 * Serves a function with functions-framework; ready when this resolves. The process picks a free port
 * and reports it: a port chosen earlier might be taken by the time it starts.
 */
export async function serveFunction(
  target: Target,
  env: Record<string, string>,
): Promise<FunctionServer> {
  const { server, port } = launch(target, env, 0);
  return eventually(
    `${server.name} to listen`,
    () => {
      const listensAt = port();
      if (listensAt !== undefined) return { ...server, ...addressOf(listensAt) };
      if (server.isRunning()) return undefined;
      throw new Error(`${server.name} ended at its start:\n${server.output.join('\n')}`);
    },
    START_MS,
  );
}

/** The same on a port that is known at once; does not wait until it listens. */
export async function launchFunction(
  target: Target,
  env: Record<string, string>,
): Promise<FunctionServer> {
  return launch(target, env, await getPort({ host: '127.0.0.1' })).server;
}

/** `port()` is where the process listens; `undefined` until it has reported that. */
function launch(
  target: Target,
  env: Record<string, string>,
  wantedPort: number,
): { server: FunctionServer; port: () => number | undefined } {
  const { name, signature, file } = described(target);
  // Coverage covers only the tests' own process: the built code has other line numbers. And as in
  // production, an instance finds no compiled code.
  // The project is that of `env`: whatever Firebase's test library has set here names another.
  const {
    NODE_V8_COVERAGE: _coverage,
    NODE_COMPILE_CACHE: _compiled,
    FIREBASE_CONFIG: _config,
    ...inherited
  } = process.env;
  const child = spawn(
    process.execPath,
    ['--import', PRELOAD, FRAMEWORK, `--signature-type=${signature}`],
    {
      cwd: FUNCTIONS,
      env: {
        ...inherited,
        // There is no metadata server here to be asked for credentials.
        METADATA_SERVER_DETECTION: 'none',
        NODE_ENV: 'production',
        ...env,
        ...(file !== undefined && { FUNCTION_SOURCE: file }),
        FUNCTION_TARGET: name,
        K_SERVICE: name,
        PORT: String(wantedPort),
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  );
  let port: number | undefined;
  child.on('message', (message) => {
    port = Number(message);
  });
  running.add(child);
  const ended = once(child, 'exit').then(() => running.delete(child));
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on('line', (line) => {
      output.push(line);
      if (output.length > 2 * KEPT_LINES) output.splice(0, KEPT_LINES);
    });
  }
  const isRunning = () => child.exitCode === null && child.signalCode === null;

  const server: FunctionServer = {
    name,
    ...addressOf(wantedPort),
    pid: child.pid ?? 0,
    output,
    isRunning,
    signal: async (signal) => {
      child.kill(signal);
      if (signal === 'SIGKILL' || signal === 'SIGTERM') await ended;
    },
    stop: async () => {
      if (isRunning()) child.kill('SIGKILL');
      await ended;
    },
  };
  return { server, port: () => port };
}

function addressOf(port: number): { port: number; url: string } {
  return { port, url: `http://127.0.0.1:${port}` };
}

function described(target: Target) {
  if (typeof target !== 'string') return target;
  // Scheduled functions are called by a plain request.
  const isHttp = target === 'ingest' || target === 'checkAbsence';
  const signature = isHttp ? 'http' : 'cloudevent';
  return { name: target, signature, file: undefined };
}
