import { logIdSchema } from '../contract/ids.js';
import { isRecord } from '../contract/is-record.js';
import { readJson } from '../contract/json.js';

/** Ids of the logs in a payload, in their order; none for what is no message of logs. */
export function readLogIds(payload: Buffer): string[] {
  const logs: unknown = readLogs(payload);
  if (!Array.isArray(logs)) return [];
  return logs.flatMap((log: unknown) => {
    const { data } = logIdSchema.safeParse(isRecord(log) ? log['log_id'] : undefined);
    return data ?? [];
  });
}

function readLogs(payload: Buffer): unknown {
  try {
    const message: unknown = readJson(payload.toString('utf8'));
    return isRecord(message) ? message['logs'] : undefined;
  } catch {
    return undefined;
  }
}
