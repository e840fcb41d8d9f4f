import type { FunctionServer } from '../../../harness/stack/function-server.js';
import { load } from './load.js';
import type { LoadJob } from './load-job.js';
import type { Contender } from './rounds.js';
import { usageOf } from './usage.js';

/**
 * Puts the same load on a server in each round. `logs`: how many a request carries; CPU time is
 * reported per log.
 */
export function underLoad(
  name: string,
  server: FunctionServer,
  job: Omit<LoadJob, 'url'> & { path?: string },
  logs = 1,
): Contender {
  const url = `${server.url}${job.path ?? '/'}`;
  return {
    name,
    measure: async () => {
      const before = usageOf(server.pid);
      const result = await load({ ...job, url });
      const after = usageOf(server.pid);
      const sent = result.requests * logs;
      return {
        'CPU ms': ((after.cpuSeconds - before.cpuSeconds) * 1000) / sent,
        'requests/s': result.requests / result.seconds,
        'logs/s': sent / result.seconds,
        'p50 ms': result.p50,
        'p99 ms': result.p99,
        'peak MB': after.peakMemoryMb,
      };
    },
  };
}
