import { setTimeout as sleep } from 'node:timers/promises';

import { type ReaderLog, newReader, readLogs } from './demo/reader.js';
import { type Sent, sendAll } from './demo/send.js';
import { type LocalStack, startLocalStack } from '../local-stack/local-stack.js';
import { runCommand } from '../terminal/run-command.js';
import { formatTable } from '../terminal/table.js';

/** For everything after the start. */
const TIME_LIMIT_MS = 60_000;

await runCommand(async () => {
  const stack = await startLocalStack({ ports: 'configured', onStep: say });
  try {
    await demonstrate(stack);
  } finally {
    await stack.stop();
  }
});

async function demonstrate(stack: LocalStack): Promise<void> {
  const deadline = Date.now() + TIME_LIMIT_MS;
  const { ingestUrl, authHost, projectId, firestoreHost } = stack;
  const emulators = { projectId, authHost, firestoreHost };

  const sent = await sendAll(ingestUrl);
  say(`\nSent to ${ingestUrl}, each answered 202:`);
  printTable(
    ['tenant', 'log_id', 'what'],
    sent.map(({ tenant, logId, what }) => [tenant, logId, what]),
  );

  const tenants = [...new Set(sent.map(({ tenant }) => tenant))].toSorted();
  const tokens = new Map<string, string>();
  for (const tenant of tenants) tokens.set(tenant, await newReader(emulators, tenant));

  let stored = 0;
  for (const tenant of tenants) {
    const logs = await allStored(sent, tenant, deadline, () =>
      readLogs(emulators, tenant, tokens.get(tenant)),
    );
    stored += logs.length;
    say(`\nThe logs that ${tenant}’s reader can see under the security rules:`);
    printTable(
      ['log_id', 'source', 'modified_data', 'redacted'],
      logs.map((log) => [log.logId, log.source, log.modifiedData.trimEnd(), log.redactions]),
    );
  }

  say('\nEveryone else who asks for these logs is refused:');
  const strangers: string[][] = [];
  for (const tenant of tenants) {
    for (const [who, token] of [...tokens, ['nobody', undefined] as const]) {
      if (who === tenant) continue;
      const logs = await readLogs(emulators, tenant, token);
      if (logs !== undefined) throw new Error(`${who} could read the logs of ${tenant}`);
      strangers.push([who === 'nobody' ? 'no token' : `reader of ${who}`, tenant, 'refused']);
    }
  }
  printTable(['who', 'logs of', 'answer'], strangers);
  say(
    `\nAll ${stored} logs are stored and redacted, each exactly once, even the one that was sent twice.`,
  );
  say(`\nNext: run npm start and open ${stack.pageUrl}. It prints users to sign in with.`);
}

/** Waits until the reader sees every log of the tenant, each exactly once. */
async function allStored(
  sent: readonly Sent[],
  tenant: string,
  deadline: number,
  read: () => Promise<ReaderLog[] | undefined>,
): Promise<ReaderLog[]> {
  const expected = new Set(sent.filter((log) => log.tenant === tenant).map(({ logId }) => logId));
  for (;;) {
    const logs = (await read()) ?? [];
    const seen = new Set(logs.map(({ logId }) => logId));
    if ([...expected].every((id) => seen.has(id))) {
      if (logs.length !== expected.size) throw new Error(`${tenant} has logs that nobody sent`);
      return logs;
    }
    if (Date.now() > deadline) {
      const missing = [...expected].filter((id) => !seen.has(id));
      throw new Error(`not stored within ${TIME_LIMIT_MS / 1000} s: ${missing.join(', ')}`);
    }
    await sleep(100);
  }
}

function printTable(head: string[], rows: string[][]): void {
  say(formatTable(head, rows));
}

function say(line: string): void {
  console.log(line);
}
