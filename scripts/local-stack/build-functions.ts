import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { OperatorError } from '../terminal/operator-error.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Set while tests run, for the commands that they start: instances are running from `functions/lib`. */
export const FUNCTIONS_ARE_BUILT = 'FUNCTIONS_ARE_BUILT';

/** Builds `functions/lib`, which is what the emulators and instances run. */
export function buildFunctions(): void {
  // A build would rewrite files in use, and make the Functions emulator reload.
  if (process.env[FUNCTIONS_ARE_BUILT] === 'true') return;
  build(['build:functions'], 'The functions do not build');
}

/** Builds `web/dist`, which is what Hosting serves. */
export function buildPage(): void {
  build(['build:web', '--', '--logLevel', 'warn'], 'The page does not build');
}

function build(script: string[], failure: string): void {
  const { status } = spawnSync('npm', ['run', '--silent', ...script], {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new OperatorError(`${failure}: fix the errors above.`);
}
