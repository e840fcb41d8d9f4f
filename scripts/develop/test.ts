import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { startLocalStack } from '../local-stack/local-stack.js';
import { runCommand } from '../terminal/run-command.js';

const ALL = ['functions', 'harness', 'scripts', 'web'].map(
  (folder) => `${folder}/test/**/*.spec.ts`,
);

/**
 * Suites that nobody has seen passing as a whole since what they test changed: `npm run test:apart`
 * runs them. They belong back in here.
 */
const APART = [
  'web/test/e2e/**',
  'scripts/test/**/*.emulator.spec.ts',
  'functions/test/adapters/dead-letter-retention.emulator.spec.ts',
  'harness/test/rehearsal/**',
  'functions/test/{attacks,clients,dead-letter,entry,process,rules}/**/*.emulator.spec.ts',
  'functions/test/e2e/**/*.emulator.spec.ts',
];

const specsOf = (glob: string) => (glob.endsWith('**') ? `${glob}/*.spec.ts` : glob);

/** `npm test`: the suites on a stack of its own; arguments go to mocha. */
await runCommand(async () => {
  const args = process.argv.slice(2);
  const stack = await startLocalStack({ ports: 'free', onStep: (line) => console.log(line) });
  const apart = APART.flatMap((glob) => ['--ignore', glob]);
  const isApart = args.includes('--apart');
  const files = args.some((arg) => arg.endsWith('.ts'))
    ? []
    : isApart
      ? APART.filter((glob) => !glob.startsWith('harness')).map(specsOf)
      : [...apart, ...ALL];
  const mocha = spawn('c8', ['mocha', ...files, ...args.filter((arg) => arg !== '--apart')], {
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
