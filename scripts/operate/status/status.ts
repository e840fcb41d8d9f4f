/** A figure, or the reason why there is none. */
export type Figure = number | { missing: string };

/** Figures of one tenant. */
export interface TenantStatus {
  /** `''`: messages that name no valid tenant. */
  tenant_id: string;
  stored_per_second: Figure;
  /** Of the last 24 hours. */
  dead_letters: Figure;
  /** Neither replayed nor discarded. */
  dead_letters_waiting: Figure;
}

/** The flow at a glance. Rates and delays are of the last `window_seconds`. */
export interface Status {
  /** RFC 3339. */
  at: string;
  project: string;
  source: 'emulators' | 'Cloud Monitoring';
  window_seconds: number;
  /** Logs a second that a client got a 202 for. */
  accepted_per_second: Figure;
  stored_per_second: Figure;
  /** Logs a second that were kept in another form than their client sent. */
  repaired_per_second: Figure;
  /** Logs a second that were stored before. */
  duplicate_per_second: Figure;
  /** Requests a second, answered with 4xx. */
  rejected_per_second: Figure;
  /** Requests a second, answered with 5xx. */
  failed_per_second: Figure;
  /** From the arrival of a log until it was stored, in milliseconds. */
  delay_ms: { p50: Figure; p95: Figure; p99: Figure };
  /** Messages that wait for processLogs. */
  undelivered_messages: Figure;
  /** Age of the oldest of them. */
  oldest_message_seconds: Figure;
  /** Subscriptions that deliver to processLogs: without any, nothing is stored. */
  subscriptions: Figure;
  /** Of these: those from which Pub/Sub silently drops failed messages after a day. */
  subscriptions_without_policy: Figure;
  /** Letters that wait for a person or did, of the last 24 hours. */
  dead_letters: Figure;
  /** Neither replayed nor discarded. */
  dead_letters_waiting: Figure;
  /** Letters that were healed automatically, in the last 24 hours. */
  dead_letters_healed: Figure;
  /** Tenants with a known figure, those with most dead letters first. */
  tenants: TenantStatus[];
}

/** For programs: a figure that is missing is null, and `missing` says why, by its path. */
export function toJson(status: Status): object {
  const missing: Record<string, string> = {};
  const plain = (value: unknown, path: string): unknown => {
    if (Array.isArray(value)) return value.map((item, index) => plain(item, `${path}.${index}`));
    if (typeof value !== 'object' || value === null) return value;
    if ('missing' in value) {
      missing[path] = String(value.missing);
      return null;
    }
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        plain(inner, path === '' ? key : `${path}.${key}`),
      ]),
    );
  };
  return { ...(plain(status, '') as object), missing };
}
