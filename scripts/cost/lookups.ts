import { QUOTA_LEASE_SHARE } from '../../functions/src/limits.js';
import { SECONDS_A_MONTH } from './compute.js';

/** `QUOTA_REQUESTS_PER_MINUTE`, unless set: the lease is a part of it. */
const QUOTA_REQUESTS = 120_000;

/**
 * Operations of Firestore that are not a log's own. Each instance reads each tenant that sends once
 * a minute, `ingest` its key too, and leases a part of its quota with a read and a write.
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
  // The blocks grow to the largest within the first few of a minute.
  const block = QUOTA_REQUESTS * QUOTA_LEASE_SHARE.most;
  const leases = Math.max(ingestMinutes, perMonth.requests / block);
  return { reads: 2 * ingestMinutes + workerMinutes + leases, writes: leases };
}
