import { startLocalStack } from './local-stack/local-stack.js';
import { runCommand } from './local-stack/run-command.js';

await runCommand(async () => {
  const stack = await startLocalStack({
    ports: 'configured',
    onStep: (line) => console.log(line),
    onLine: (line) => console.log(line),
  });
  console.log(`
The local stack is up.

  ingest     ${stack.ingestUrl}
  health     ${stack.ingestUrl}/health
  Firestore  ${stack.firestoreHost}
  Pub/Sub    ${stack.pubsubHost}
  Auth       ${stack.authHost}

Send a log:

  curl -X POST ${stack.ingestUrl} \\
    -H 'Content-Type: application/json' \\
    -d '{"tenant_id":"acme","text":"User 555-0199 accessed the system"}'

Ctrl-C stops it.
`);
  await new Promise<never>(() => {});
});
