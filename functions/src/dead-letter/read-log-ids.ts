import { logIdSchema } from '../contract/ids.js';
import { isRecord } from '../lib/is-record.js';
import { readJsonIfAny } from '../lib/json.js';

/** Ids of the logs in a payload, in their order; none for what is no message of logs. */
export function readLogIds(payload: Buffer): string[] {
  const message = readJsonIfAny(payload.toString('utf8'));
  const logs = isRecord(message) ? message['logs'] : undefined;
  if (!Array.isArray(logs)) return [];
  return logs.flatMap((log: unknown) => {
    const { data } = logIdSchema.safeParse(isRecord(log) ? log['log_id'] : undefined);
    return data ?? [];
  });
}
