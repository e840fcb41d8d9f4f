import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { eventually } from '../../../harness/support/eventually.js';
import { TYPESCRIPT } from '../../../harness/support/typescript.js';
import { startProgram, waitUntil } from '../../local-stack/processes.js';

const LAUNCHER = fileURLToPath(new URL('./launcher.ts', import.meta.url));
const REPOSITORY = fileURLToPath(new URL('../../../', import.meta.url));

/** A shell with a child of its own, as Java is behind a script. */
const WITH_CHILD = ['-c', 'sleep 300 & echo child $!; wait'];
/** The same, where both ignore SIGINT. */
const STUBBORN = ['-c', 'trap "" INT; sleep 300 & echo child $!; wait'];

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const untilGone = (pid: number) =>
  eventually(`the end of ${pid}`, () => (isAlive(pid) ? undefined : true));

async function childOf(program: ChildProcess): Promise<number> {
  let output = '';
  program.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
  return eventually('its child', () => {
    const pid = /child (\d+)\n/.exec(output)?.[1];
    return pid === undefined ? undefined : Number(pid);
  });
}

describe('processes', () => {
  it('end together with everything that they started', async () => {
    let child: number | undefined;
    const program = startProgram('sh', WITH_CHILD, {
      onLine: (line) => {
        child = Number(line.split(' ')[1]);
      },
    });
    await waitUntil('the shell', program, () => Promise.resolve(child !== undefined));
    assert.ok(child !== undefined && isAlive(child));
    await program.stop();
    await untilGone(child);
    await untilGone(program.pid);
  });

  it('are reported with their last output if they end at startup', async () => {
    const program = startProgram('sh', ['-c', 'echo no disk left >&2; exit 3']);
    await assert.rejects(
      waitUntil('The thing', program, () => Promise.resolve(false)),
      { name: 'OperatorError', message: /The thing ended at its start.*\nno disk left/s },
    );
  });

  it('are reported as well if they do not exist', async () => {
    const program = startProgram('no-such-program', []);
    await assert.rejects(
      waitUntil('The thing', program, () => Promise.resolve(false)),
      /no-such-program ENOENT/,
    );
  });

  for (const [signal, name, program] of [
    ['SIGINT', 'what it started', WITH_CHILD],
    ['SIGTERM', 'what does not listen', STUBBORN],
    ['SIGHUP', 'what it started', WITH_CHILD],
  ] as const) {
    it(`are gone, ${name}, when the launcher gets ${signal}`, async () => {
      const launcher = spawn(
        process.execPath,
        ['--import', TYPESCRIPT, LAUNCHER, 'sh', ...program],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      );
      const child = await childOf(launcher);
      const ended = once(launcher, 'exit');
      launcher.kill(signal);
      // As if both a terminal and a wrapper passed on a Ctrl-C.
      await sleep(100);
      launcher.kill(signal);
      await ended;
      await untilGone(child);
    });
  }
});

describe('the local stack', () => {
  it('says in one sentence that Java is missing, and leaves nothing running', () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--import', TYPESCRIPT, 'scripts/develop/start.ts'],
      {
        cwd: REPOSITORY,
        encoding: 'utf8',
        env: { PATH: '/nowhere', JAVA_HOME: '' },
      },
    );
    assert.equal(status, 1);
    assert.match(stderr.trim(), /^Java was not found, .*install Java 21 or later.*\.$/);
  });
});
