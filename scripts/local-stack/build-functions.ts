import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { OperatorError } from './operator-error.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Builds `functions/lib`, which is what the emulators and instances run. */
export function buildFunctions(): void {
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new OperatorError('The functions do not build: mend the errors above.');
}
