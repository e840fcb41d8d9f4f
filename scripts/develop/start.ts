import { DEMO_USERS, makeDemoUsers } from './demo/users.js';
import { startLocalStack } from '../local-stack/local-stack.js';
import { runCommand } from '../terminal/run-command.js';
import { formatTable } from '../terminal/table.js';

await runCommand(async () => {
  const stack = await startLocalStack({
    ports: 'configured',
    onStep: (line) => console.log(line),
    onLine: (line) => console.log(line),
  });
  await makeDemoUsers(stack);
  const users = DEMO_USERS.map(({ email, password, tenant, role }) => [
    email,
    password,
    tenant,
    role,
  ]);
  console.log(`
The local stack is up.

  page       ${stack.pageUrl}
  ingest     ${stack.ingestUrl}
  health     ${stack.ingestUrl}/health
  Firestore  ${stack.firestoreHost}
  Pub/Sub    ${stack.pubsubHost}
  Auth       ${stack.authHost}

Sign in to the page, where the logs of a tenant show as they arrive:

${indent(formatTable(['e-mail', 'password', 'tenant', 'role'], users))}

Send a log:

  curl -X POST ${stack.ingestUrl} \\
    -H 'Content-Type: application/json' \\
    -d '{"tenant_id":"acme","text":"User 555-0199 accessed the system"}'

Ctrl-C stops it.
`);
  await new Promise<never>(() => {});
});

function indent(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}
