import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { runCommand } from '../terminal/run-command.js';

/**
 * `npm run rehearse`: the real `firebase deploy` and the commands around it, to their end, against a
 * control plane of Google's on this machine. `npm test` has the shortest of them; arguments go to mocha.
 */
await runCommand(async () => {
  const mocha = spawn(
    'mocha',
    ['harness/test/rehearsal/*.{spec,rehearsal}.ts', ...process.argv.slice(2)],
    { stdio: 'inherit', shell: process.platform === 'win32' },
  );
  const [code] = (await once(mocha, 'exit')) as [number | null];
  return code ?? 1;
});
