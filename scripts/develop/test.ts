import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';

import { FUNCTIONS_ARE_BUILT } from '../local-stack/build-functions.js';
import { startLocalStack } from '../local-stack/local-stack.js';
import { runCommand } from '../terminal/run-command.js';

const COVERAGE = fileURLToPath(new URL('../../coverage/tmp', import.meta.url));

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

/** A suite's failures, as mocha sums them up: printed again at the end, where people look. */
const failed: string[] = [];

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
    ...(isCounted && { NODE_V8_COVERAGE: COVERAGE }),
  };
  const runLane = async (suites: string[][], lane: number) => {
    let worst = 0;
    for (const files of suites) worst = Math.max(worst, await run([...files, ...args], env, lane));
    return worst;
  };
  const codes = isWhole
    ? [...(await Promise.all(LANES.map(runLane))), await runLane([[ALONE]], 0)]
    : [await runLane([[]], 0)];
  await stack.stop();
  if (isCounted) await start('c8', ['report'], process.env, 'inherit').ended;
  for (const summary of failed) process.stdout.write(`\n${summary}\n`);
  return Math.max(...codes);
});

/** The first lane prints as it runs; other lanes print in one piece when a suite ends. */
async function run(args: string[], env: NodeJS.ProcessEnv, lane: number): Promise<number> {
  const { child, ended } = start('mocha', args, env, 'pipe');
  const printed: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (data: Buffer) => {
      printed.push(data);
      if (lane === 0) process.stdout.write(data);
    });
  }
  const code = await ended;
  const output = Buffer.concat(printed);
  if (lane !== 0) process.stdout.write(output);
  const summary = /^ {2}\d+ failing\n[^]*/m.exec(output.toString());
  if (summary !== null) failed.push(summary[0]);
  else if (code !== 0) failed.push(`mocha ended with ${code}: ${args.join(' ')}`);
  return code;
}

function start(
  command: string,
  args: string[],
  env: NodeJS.ProcessEnv,
  output: 'inherit' | 'pipe',
) {
  const child = spawn(command, args, {
    stdio: ['inherit', output, output],
    shell: process.platform === 'win32',
    env,
  });
  const ended = once(child, 'close').then(([code]) => (code as number | null) ?? 1);
  return { child, ended };
}
