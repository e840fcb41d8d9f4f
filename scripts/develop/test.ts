import { fileURLToPath } from 'node:url';
import { spawnSync } from 'node:child_process';
import { rm } from 'node:fs/promises';

import { FUNCTIONS_ARE_BUILT } from '../local-stack/build-functions.js';
import { startLocalStack } from '../local-stack/local-stack.js';
import { runCommand } from '../terminal/run-command.js';
import { type Run, runMocha } from './suites/mocha.js';
import { filesToRunOnceMore } from './suites/once-more.js';

const COVERAGE = fileURLToPath(new URL('../../coverage/tmp', import.meta.url));

/** Shared with `run.mjs`: seven processes load much the same files. Coverage needs them compiled anew. */
const COMPILED = fileURLToPath(new URL('../../node_modules/.cache/node', import.meta.url));

/** They measure what an attack costs its neighbours: nothing else may run at the same time. */
const ALONE = 'functions/test/attacks/**/*.emulator.spec.ts';

/** Tests of faults mostly wait: for redelivery, deadlines and backoff. */
const FAULTS = 'functions/test/chaos/**/*.emulator.spec.ts';

/**
 * Three lanes run side by side: the functions, then whatever needs no emulator; the page, then faults;
 * the commands. The suites of a lane run one after another, each in its own process, so that none inherits
 * what another left behind. Every spec is in exactly one lane or in {@link ALONE}, which runs after them,
 * except the long rehearsals: those run with `npm run rehearse`.
 */
const LANES = [
  [
    [`--ignore=${ALONE}`, `--ignore=${FAULTS}`, '{functions,harness}/test/**/*.emulator.spec.ts'],
    ['harness/test/rehearsal/beside.spec.ts'],
    [
      '{functions,scripts,web}/test/**/!(*.emulator).spec.ts',
      'harness/test/!(rehearsal)/**/!(*.emulator).spec.ts',
    ],
  ],
  [['web/test/**/*.emulator.spec.ts'], [FAULTS]],
  [['scripts/test/**/*.emulator.spec.ts']],
];

/** Slows long loops six times over: `npm run coverage` counts, `npm test` does not. */
const COUNTED = '--coverage';

/** `npm test`: the suites on a stack of its own; arguments go to mocha, spec files among them alone. */
await runCommand(async () => {
  const isCounted = process.argv.includes(COUNTED);
  const args = process.argv.slice(2).filter((arg) => arg !== COUNTED);
  const isWhole = !args.some((arg) => arg.endsWith('.ts'));
  await rm(COVERAGE, { recursive: true, force: true });
  const stack = await startLocalStack({ ports: 'free', onStep: (line) => console.log(line) });
  const env = {
    ...process.env,
    ...stack.env,
    INGEST_URL: stack.ingestUrl,
    PAGE_URL: stack.pageUrl,
    [FUNCTIONS_ARE_BUILT]: 'true',
    ...(isCounted ? { NODE_V8_COVERAGE: COVERAGE } : { NODE_COMPILE_CACHE: COMPILED }),
  };
  const runLane = async (suites: string[][], lane: number) => {
    const runs: Run[] = [];
    for (const files of suites) runs.push(await run([...files, ...args], env, lane));
    return runs;
  };
  const runs = isWhole
    ? [...(await Promise.all(LANES.map(runLane))).flat(), ...(await runLane([[ALONE]], 0))]
    : await runLane([[]], 0);
  const onceMore = isWhole ? filesToRunOnceMore(runs) : [];
  const last = onceMore.length > 0 ? [await run([...onceMore, ...args], env, 0)] : runs;
  await stack.stop();
  if (isCounted) {
    spawnSync('c8', ['report'], { stdio: 'inherit', shell: process.platform === 'win32' });
  }
  for (const { failures } of runs) if (failures !== undefined) console.log(`\n${failures}`);
  const code = Math.max(...last.map((one) => one.code));
  if (onceMore.length > 0 && code === 0) {
    console.log(
      'The failures above are of a first run. Their files were run once more, alone, and passed:',
      ...onceMore.map((file) => `\n  ${file}`),
      '\nSuch a test waits for less than a full machine takes, or has found a race: please look into it.',
    );
  }
  return code;
});

/** The first lane prints as it runs; other lanes print in one piece when a suite ends. */
async function run(args: string[], env: NodeJS.ProcessEnv, lane: number): Promise<Run> {
  const held: Buffer[] = [];
  const result = await runMocha(args, env, (data) => {
    if (lane === 0) process.stdout.write(data);
    else held.push(data);
  });
  process.stdout.write(Buffer.concat(held));
  return result;
}
