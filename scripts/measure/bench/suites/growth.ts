import { serveFunction } from '../../../../harness/stack/function-server.js';
import { load } from '../load.js';
import type { LoadJob } from '../load-job.js';
import type { Measured } from '../rounds.js';
import { spreadOf } from '../rounds.js';
import type { Bench, Suite, SuiteResult } from '../suite.js';
import { usageOf } from '../usage.js';
import { DELIVERY, DELIVERY_PATH } from './deliveries.js';

const LOGS_PER_REQUEST = 100;
/** Logs that the process has seen in all by the end of each stage. */
const STAGES = [1_000, 10_000, 100_000];

/** Time and memory per log as one process handles more and more: both must stay flat. */
export const growth: Suite = { googles: ['emulators'], run: measure };

async function measure({ env, onStep }: Bench): Promise<SuiteResult> {
  const line = JSON.stringify({ tenant_id: 'acme', text: 'User 555-0199 accessed the system' });
  const measured = [
    ...(await grow('ingest', {
      path: '/',
      headers: { 'content-type': 'application/x-ndjson' },
      body: { kind: 'fixed', text: `${line}\n`.repeat(LOGS_PER_REQUEST) },
    })),
    ...(await grow('processLogs', {
      path: DELIVERY_PATH,
      headers: DELIVERY,
      body: { kind: 'messages', tenantId: 'growth', logs: LOGS_PER_REQUEST },
    })),
  ];
  return {
    title: `Growth: ${LOGS_PER_REQUEST} logs a request or message, one process from its start`,
    measured,
    goals: [],
    notes: ['The first stage holds the compilation of the code.'],
  };

  async function grow(
    name: 'ingest' | 'processLogs',
    { path, ...job }: Pick<LoadJob, 'headers' | 'body'> & { path: string },
  ): Promise<Measured[]> {
    const server = await serveFunction(name, env);
    const stages: Measured[] = [];
    let seen = 0;
    try {
      for (const stage of STAGES) {
        onStep(`${name}: up to ${stage} logs`);
        const requests = (stage - seen) / LOGS_PER_REQUEST;
        const url = `${server.url}${path}`;
        const cpu = usageOf(server.pid).cpuSeconds;
        const { seconds } = await load({ ...job, url, connections: 4, limit: { requests } });
        const usage = usageOf(server.pid);
        const logs = stage - seen;
        const figures = {
          'logs/s': spreadOf([logs / seconds]),
          'CPU ms': spreadOf([((usage.cpuSeconds - cpu) * 1000) / logs]),
          'memory MB': spreadOf([usage.memoryMb]),
          'peak MB': spreadOf([usage.peakMemoryMb]),
        };
        stages.push({ name: `${name}, up to ${stage} logs`, figures, ratios: {} });
        seen = stage;
      }
    } finally {
      await server.stop();
    }
    return stages;
  }
}
