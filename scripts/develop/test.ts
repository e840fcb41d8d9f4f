import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { startLocalStack } from '../local-stack/local-stack.js';
import { runCommand } from '../terminal/run-command.js';

const ALL = ['functions', 'harness', 'scripts', 'web'].map(
  (folder) => `${folder}/test/**/*.spec.ts`,
);

/** `npm test`: every suite on a stack of its own; arguments go to mocha. */
await runCommand(async () => {
  const args = process.argv.slice(2);
  const stack = await startLocalStack({ ports: 'free', onStep: (line) => console.log(line) });
  const files = args.some((arg) => arg.endsWith('.ts')) ? [] : ALL;
  const mocha = spawn('c8', ['mocha', ...files, ...args], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: {
      ...process.env,
      ...stack.env,
      INGEST_URL: stack.ingestUrl,
      PAGE_URL: stack.pageUrl,
    },
  });
  const [code] = (await once(mocha, 'exit')) as [number | null];
  await stack.stop();
  return code ?? 1;
});
