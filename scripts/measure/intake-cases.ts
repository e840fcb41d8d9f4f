import { randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';

import { Command } from 'commander';
import pWaitFor from 'p-wait-for';

import { startLocalStack } from '../local-stack/local-stack.js';
import { runCommand } from '../terminal/run-command.js';
import { bodyOf, type IntakeCase, readCases } from './intake-cases/cases.js';
import { type Answered, faultsOf, isComplete, type StoredLog } from './intake-cases/judge.js';

const command = new Command('npm run intake:cases --')
  .description(
    'Sends the requests of a file to a local stack, and compares what is stored: scripts/measure/intake-cases/cases.ts has their form.',
  )
  .argument('<file>', 'a case as JSON in each line')
  .parse();

/** Timeout for each, from its answer; the first waits for the worker to start. */
const TIME_LIMIT_MS = 60_000;

await runCommand(async () => {
  const cases = readCases(command.args[0] ?? '');
  const stack = await startLocalStack({ ports: 'free', onStep: (line) => console.error(line) });
  Object.assign(process.env, stack.env);
  try {
    const { openFirestore } = await import('../../functions/src/adapters/firestore.js');
    const firestore = openFirestore();
    const run = randomUUID().slice(0, 8);
    const tenantOf = (index: number) => `case-${run}-${index}`;
    const read = async (index: number): Promise<StoredLog[]> => {
      const { docs } = await firestore
        .collection(`tenants/${tenantOf(index)}/processed_logs`)
        .get();
      return docs.map((doc) => ({
        original_text: String(doc.get('original_text')),
        repairs: doc.get('repairs') ?? [],
        split: doc.get('split'),
        time: (doc.get('time') ?? doc.get('timestamp') ?? doc.get('received_at')).toMillis(),
      }));
    };

    let failed = 0;
    // One after another: the Functions emulator starts a process for each of several at once, and
    // delivers nothing again where one does not start in time.
    for (const [index, one] of cases.entries()) {
      const answered = await send(stack.ingestUrl, one, tenantOf(index));
      let logs = await read(index);
      const isDone = async () => {
        if (isComplete(one, logs) || answered.status >= 300) return true;
        logs = await read(index);
        return isComplete(one, logs);
      };
      // Whatever is still missing then is among the faults.
      await pWaitFor(isDone, {
        interval: 100,
        timeout: { milliseconds: TIME_LIMIT_MS, fallback() {} },
      });
      const faults = faultsOf(one, answered, logs);
      if (faults.length > 0) failed += 1;
      console.log(`${faults.length === 0 ? 'kept as told' : 'NOT AS TOLD '}  ${one.name}`);
      for (const fault of faults) console.log(`              ${fault}`);
    }
    console.log(`\n${cases.length - failed} of ${cases.length} cases are kept as told.`);
    return failed === 0 ? 0 : 1;
  } finally {
    await stack.stop();
  }
});

/** Sends headers as they are, which `fetch` would not. */
function send(url: string, one: IntakeCase, tenant: string): Promise<Answered> {
  const body = bodyOf(one);
  const headers = { ...one.headers, 'x-tenant-id': tenant, 'content-length': body.length };
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(url + one.path, { method: 'POST', headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
