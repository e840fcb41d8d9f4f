import { QUOTA_LEASE_SHARE } from '../../../functions/src/limits.js';
import { SECONDS_A_MONTH } from './compute.js';

/**
 * The least that is leased at once, of what `QUOTA_LOGS_PER_MINUTE` is unless it is set: the least of
 * the quotas for requests of one log.
 */
const LEASED_REQUESTS = 27_000 * QUOTA_LEASE_SHARE.first;

/**
 * Operations of Firestore that are not a log's own. Each instance reads each tenant that sends once
 * a minute, `ingest` its key too, and leases parts of its quota with a read and a write each. Leases
 * grow with use, which is not counted here: where there is much load, these are more than there are.
 */
export function lookups(
  perMonth: { requests: number; messages: number },
  tenants: number,
  instances: { ingest: number; worker: number },
): { reads: number; writes: number } {
  const minutes = SECONDS_A_MONTH / 60;
  const activePart = (count: number, running: number) =>
    1 - Math.exp(-count / minutes / tenants / running);
  const [ingest, worker] = [Math.ceil(instances.ingest), Math.ceil(instances.worker)];
  const ingestMinutes = minutes * tenants * ingest * activePart(perMonth.requests, ingest);
  const workerMinutes = minutes * tenants * worker * activePart(perMonth.messages, worker);
  const leases = ingestMinutes + perMonth.requests / LEASED_REQUESTS;
  return { reads: 2 * ingestMinutes + workerMinutes + leases, writes: leases };
}
