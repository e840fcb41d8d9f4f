import { spawnSync } from 'node:child_process';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { launchFunction, type Target } from '../../../../harness/stack/function-server.js';
import { logMessage } from '../../../../harness/support/messages.js';
import { FLOORS } from '../floors.js';
import { type Contender, inTurn, spreadOf } from '../rounds.js';
import type { Bench, Suite, SuiteResult } from '../suite.js';
import { usageOf } from '../usage.js';
import { DELIVERY, DELIVERY_PATH } from './deliveries.js';

const FUNCTIONS = fileURLToPath(new URL('../../../../functions/', import.meta.url));
const PACKAGES = [
  '@google-cloud/functions-framework',
  '@google-cloud/pubsub',
  'firebase-admin/firestore',
  'firebase-functions/https',
  'firebase-functions/pubsub',
  'zod',
  './lib/index.js',
];
/** More than other suites: starts are short, and vary a lot. */
const ROUNDS_MORE = 3;

/** From the start of the process to the first log accepted or stored, against bare functions. */
export const coldStart: Suite = { googles: ['emulators'], run: measure };

async function measure({ env, rounds, onStep }: Bench): Promise<SuiteResult> {
  let next = 0;
  const json = { 'content-type': 'application/json' };
  const log = () => JSON.stringify({ tenant_id: `cold-${(next += 1)}`, text: 'the first log' });
  const delivery = () => {
    const message = logMessage('cold', { log_id: `cold-${(next += 1)}-${process.pid}`, text: 'x' });
    const data = Buffer.from(JSON.stringify(message)).toString('base64');
    const publishTime = new Date().toISOString();
    return JSON.stringify({
      message: { data, messageId: `${next}`, publishTime },
      subscription: 's',
    });
  };
  const start = (
    name: string,
    target: Target,
    path: string,
    headers: Record<string, string>,
    body: () => string,
  ): Contender => ({
    name,
    measure: async () => {
      const started = performance.now();
      const server = await launchFunction(target, env);
      try {
        while (!(await isAccepted(`${server.url}${path}`, headers, body()))) await sleep(2);
        const ms = performance.now() - started;
        return { 'CPU ms': 1000 * usageOf(server.pid).cpuSeconds, 'start to first ms': ms };
      } finally {
        await server.stop();
      }
    },
  });
  const more = rounds + ROUNDS_MORE;
  const intake = await inTurn(
    [
      start('a bare function that publishes', FLOORS.publish, '/', json, log),
      start('ingest', 'ingest', '/', json, log),
    ],
    more,
    onStep,
  );
  const worker = await inTurn(
    [
      start('a bare function that creates', FLOORS.create, DELIVERY_PATH, DELIVERY, delivery),
      start('processLogs', 'processLogs', DELIVERY_PATH, DELIVERY, delivery),
    ],
    more,
    onStep,
  );
  const ratio = 'start to first ms';
  return {
    title: 'Cold start: from the start of the process to the first 202 or the first log stored',
    measured: [...intake, ...worker, ...shares(rounds, onStep)],
    goals: [
      {
        what: 'ingest, time of the bare publisher',
        ratio: intake[1]?.ratios[ratio]?.median ?? NaN,
        goal: { atMost: 1.05 },
      },
      {
        what: 'processLogs, time of the bare creator',
        ratio: worker[1]?.ratios[ratio]?.median ?? NaN,
        goal: { atMost: 1.05 },
      },
    ],
    notes: ['Imports are each timed in a process of their own: what they share counts for each.'],
  };
}

/** Whether the answer was 2xx; false while nobody listens. Throws for any other answer. */
function isAccepted(url: string, headers: Record<string, string>, body: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers }, (answer) => {
      answer.resume();
      const status = answer.statusCode ?? 0;
      if (status < 300) resolve(true);
      else reject(new Error(`${url} answered ${status}`));
    });
    sent.on('error', () => resolve(false));
    sent.end(body);
  });
}

function shares(rounds: number, onStep: (step: string) => void) {
  return PACKAGES.map((name) => {
    onStep(`import of ${name}`);
    const code = `const t = performance.now(); await import(${JSON.stringify(name)}); console.log(performance.now() - t); process.exit()`;
    const times = Array.from({ length: rounds }, () => {
      const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
        cwd: FUNCTIONS,
        encoding: 'utf8',
        // What `lib/index.js` loads depends on the function.
        env: { ...process.env, FUNCTION_TARGET: 'processLogs' },
      });
      return Number(stdout);
    });
    return { name: `import ${name}`, figures: { ms: spreadOf(times) }, ratios: {} };
  });
}
