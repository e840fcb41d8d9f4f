import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { docExamples } from './doc-examples.js';
import { DEMO_REQUESTS } from './input.js';

/** A log that was answered 202 and so must be stored. */
export interface Sent {
  what: string;
  tenant: string;
  logId: string;
}

const run = promisify(execFile);

/** Sends everything over real HTTP: the documentation's examples by curl, the rest by fetch. */
export async function sendAll(ingestUrl: string): Promise<Sent[]> {
  const examples = docExamples();
  if (examples.length === 0)
    throw new Error('the documentation has no example marked for the demo');
  const sent: Sent[] = [];
  for (const { page, command } of examples) {
    const { stdout } = await run('bash', ['-c', command], { timeout: 20_000 }).catch((error) => {
      throw new Error(`an example in ${page} failed; it needs bash and curl:\n${command}`, {
        cause: error,
      });
    });
    sent.push(...accepted(`an example in ${page}`, stdout, () => tenantOf(command)));
  }
  for (const { what, headers, body } of DEMO_REQUESTS) {
    const response = await fetch(ingestUrl, { method: 'POST', headers, body });
    const answer = await response.text();
    if (response.status !== 202) throw new Error(`"${what}" was answered ${answer}`);
    sent.push(...accepted(what, answer, () => headers['x-tenant-id'] ?? tenantOf(body)));
  }
  return sent;
}

/** Nothing for an answer that accepts no log, such as that of /health. */
function accepted(what: string, answer: string, tenant: () => string): Sent[] {
  const { status, log_id, log_ids } = JSON.parse(answer) as {
    status: string;
    log_id?: string;
    log_ids?: string[];
  };
  if (status === 'healthy') return [];
  const logIds = log_ids ?? (log_id === undefined ? [] : [log_id]);
  if (status !== 'accepted' || logIds.length === 0) throw new Error(`${what} answered ${answer}`);
  return logIds.map((logId) => ({ what, tenant: tenant(), logId }));
}

function tenantOf(request: string): string {
  const tenant = /(?:"tenant_id":\s*"|X-Tenant-ID:\s*)([a-z0-9_-]+)/i.exec(request)?.[1];
  if (tenant === undefined) throw new Error(`no tenant in ${request}`);
  return tenant;
}
