import type { Page } from 'playwright-core';

import { emulatedFirestore } from '../../harness/support/firestore.js';
import { eventually } from '../../harness/support/eventually.js';
import { startLocalStack } from '../local-stack/local-stack.js';
import { runCommand } from '../terminal/run-command.js';
import { makeDemoUsers } from './demo/users.js';
import { pictureLogs } from './pictures/logs.js';
import { type Shot, takePictures } from './pictures/take.js';

const STORED_WITHIN_MS = 60_000;

const logs = async (page: Page) => {
  await page.getByText(/^\d+ loaded$/).waitFor();
  await page.locator('.plots canvas').first().waitFor({ state: 'attached' });
};

const SHOTS: readonly Shot[] = [
  {
    name: 'logs',
    tenant: 'acme',
    size: 'desktop',
    prepare: logs,
  },
  { name: 'phone', tenant: 'acme', size: 'phone', prepare: logs },
  {
    name: 'first-log',
    tenant: 'beta_pharma',
    size: 'desktop',
    prepare: (page) => page.getByRole('heading', { name: 'has no logs yet' }).waitFor(),
  },
];

/** `npm run pictures`: takes the pictures in docs/pictures/ of the page as it is now. */
await runCommand(async () => {
  const stack = await startLocalStack({ ports: 'free', onStep: (line) => console.log(line) });
  try {
    await makeDemoUsers(stack);
    await send(stack.ingestUrl, stack.projectId);
    for (const line of await takePictures(stack.pageUrl, SHOTS))
      console.log(`docs/pictures/${line}`);
  } finally {
    await stack.stop();
  }
});

async function send(ingestUrl: string, projectId: string): Promise<void> {
  const sent = pictureLogs(Date.now());
  const response = await fetch(ingestUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-tenant-id': 'acme' },
    body: JSON.stringify(sent),
  });
  if (response.status !== 202) throw new Error(`ingest answered ${await response.text()}`);
  const firestore = emulatedFirestore({ projectId });
  const stored = firestore.collection('tenants/acme/processed_logs').count();
  await eventually(
    `${sent.length} stored logs`,
    async () => ((await stored.get()).data().count === sent.length ? true : undefined),
    STORED_WITHIN_MS,
  );
  await firestore.terminate();
}
