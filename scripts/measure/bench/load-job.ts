/** What a load process sends repeatedly, for a number of seconds or requests. */
export interface LoadJob {
  url: string;
  headers: Record<string, string>;
  body: Body;
  connections: number;
  limit: { seconds: number } | { requests: number };
}

export type Body =
  /** Always the same. */
  | { kind: 'fixed'; text: string }
  /**
   * Push deliveries, each a message of that many logs with new ids, of about 75
   * bytes by default.
   */
  | { kind: 'messages'; tenantId: string; logs: number; textBytes?: number };

export interface LoadResult {
  requests: number;
  seconds: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** Answers other than 2xx, and requests without one. */
  failures: number;
}
