import { createHash } from 'node:crypto';

import { logIdSchema } from '../contract/ids.js';
import { envelopeSchema, logSchema } from '../contract/log-message.js';
import { isRecord } from '../lib/is-record.js';
import { readJsonIfAny } from '../lib/json.js';
import { MAX_RENEWED_ID_LENGTH } from '../limits.js';

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

/** Digits of the hash in a new id; 64 bits tell the conflicts of one `log_id` apart. */
const SUFFIX_DIGITS = 16;
/**
 * The message of one log under another `log_id`: the old one, `~`, and digits that follow from
 * the dead letter, so that replaying it again means the same id. `undefined` for a payload that
 * is not the message of one valid log.
 */
export function withNewLogId(
  payload: Buffer,
  deadLetterId: string,
): { payload: Buffer; logId: string } | undefined {
  const envelope = envelopeSchema.safeParse(readJsonIfAny(payload.toString('utf8')));
  if (!envelope.success || envelope.data.logs.length !== 1) return undefined;
  const log = logSchema.safeParse(envelope.data.logs[0]);
  if (!log.success) return undefined;

  const suffix = createHash('sha256').update(deadLetterId).digest('hex').slice(0, SUFFIX_DIGITS);
  const kept = log.data.log_id.slice(0, MAX_RENEWED_ID_LENGTH - SUFFIX_DIGITS - 1).toWellFormed();
  const logId = `${kept}~${suffix}`;
  const message = { ...envelope.data, logs: [{ ...log.data, log_id: logId }] };
  return { payload: Buffer.from(JSON.stringify(message)), logId };
}
