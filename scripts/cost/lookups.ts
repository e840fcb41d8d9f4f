import { QUOTA_LEASE_SHARE } from '../../functions/src/limits.js';
import { SECONDS_A_MONTH } from './compute.js';

/** `QUOTA_REQUESTS_PER_MINUTE`, unless set: the lease is a part of it. */
const QUOTA_REQUESTS = 120_000;

/**
 * Operations of Firestore that are not a log's own. Each instance reads each tenant that sends once
 * a minute, `ingest` its key too, and leases a part of its quota with a read and a write.
 */
export function lookups(
  requestsPerMonth: number,
  tenants: number,
  instances: { ingest: number; worker: number },
): { reads: number; writes: number } {
  const minutes = SECONDS_A_MONTH / 60;
  const perMinute = requestsPerMonth / minutes / tenants;
  const minutesWithARequest = (running: number) => 1 - Math.exp(-perMinute / running);
  const [ingest, worker] = [Math.ceil(instances.ingest), Math.ceil(instances.worker)];
  const ingestMinutes = minutes * tenants * ingest * minutesWithARequest(ingest);
  const workerMinutes = minutes * tenants * worker * minutesWithARequest(worker);
  const leases = Math.max(ingestMinutes, requestsPerMonth / (QUOTA_REQUESTS * QUOTA_LEASE_SHARE));
  return { reads: 2 * ingestMinutes + workerMinutes + leases, writes: leases };
}
