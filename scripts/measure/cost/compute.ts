import type { Instance } from './functions.js';

/** The requests to one service in a month, as if evenly spread. */
export interface Requests {
  perMonth: number;
  /** CPU time of one, in milliseconds. */
  cpuMs: number;
  /** From its arrival to its answer, in milliseconds. */
  latencyMs: number;
}

/** 730 hours, as Google counts. */
export const SECONDS_A_MONTH = 730 * 3600;

/** Cloud Run rounds the time of an instance up: https://cloud.google.com/run/pricing */
const ROUNDED_UP_TO_MS = 100;

/**
 * Instances that are billed on average. An instance is billed while it has a request, at least
 * 100 ms, however many it has: with few requests that is the time in which there is one at all;
 * with many it is as many instances as the CPU, or the concurrency, asks for.
 */
export function billedInstances(
  { perMonth, cpuMs, latencyMs }: Requests,
  { vcpu, concurrency }: Instance,
  cpuTarget: number,
): number {
  const perMs = perMonth / SECONDS_A_MONTH / 1000;
  const billedMs = Math.ceil(latencyMs / ROUNDED_UP_TO_MS) * ROUNDED_UP_TO_MS;
  const timeWithARequest = 1 - Math.exp(-perMs * billedMs);
  const byCpu = (perMs * cpuMs) / (vcpu * cpuTarget);
  const byConcurrency = (perMs * latencyMs) / concurrency;
  return Math.max(timeWithARequest, byCpu, byConcurrency);
}
