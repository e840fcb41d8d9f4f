import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { TYPESCRIPT } from '../../../harness/support/typescript.js';
import type { LoadJob, LoadResult } from './load-job.js';

const LOAD_PROCESS = fileURLToPath(new URL('./load-process.ts', import.meta.url));

/** Puts load on a server from a process of its own. Throws if any answer was not a success. */
export async function load(job: LoadJob): Promise<LoadResult> {
  const child = fork(LOAD_PROCESS, { execArgv: ['--import', TYPESCRIPT] });
  const answered = once(child, 'message');
  child.send(job);
  const [result] = (await Promise.race([
    answered,
    once(child, 'exit').then(([code]) => {
      throw new Error(`the load process ended with ${code}`);
    }),
  ])) as [LoadResult];
  if (result.failures > 0) {
    throw new Error(`${result.failures} of ${result.requests} requests to ${job.url} failed`);
  }
  return result;
}
