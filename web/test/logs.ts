import type { Log } from '../src/documents/log.js';

const START = Date.UTC(2026, 0, 15, 10, 30) / 1000;

/** A stored log of second `second` after half past ten. */
export function log(log_id: string, second: number, more: Partial<Log> = {}): Log {
  return {
    log_id,
    source: 'json_upload',
    modified_data: `text of ${log_id}`,
    processed_at: { seconds: START + second, nanos: 0 },
    received_at: { seconds: START + second, nanos: 0 },
    time: { seconds: START + second, nanos: 0 },
    shard: 0,
    content_hash: 'c0ffee',
    redactions: {},
    redactor_version: '1',
    ...more,
  };
}
