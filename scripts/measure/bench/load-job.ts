/** What a load process sends, over and over, for so many seconds or requests. */
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
   * Push deliveries, each a message of so many logs whose ids were never used before, of about 75
   * bytes unless said.
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
