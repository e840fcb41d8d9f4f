import { createHash } from 'node:crypto';

import { logIdSchema, partId } from '../contract/ids.js';
import { envelopeSchema, logSchema, type Split } from '../contract/log-message.js';
import { isRecord } from '../lib/is-record.js';
import { readJsonIfAny } from '../lib/json.js';
import { MAX_RENEWED_ID_LENGTH } from '../limits.js';

/** Ids of the logs in a payload, in order; empty if it is not a message of logs. */
export function readLogIds(payload: Buffer): string[] {
  const message = readJsonIfAny(payload.toString('utf8'));
  const logs = isRecord(message) ? message['logs'] : undefined;
  if (!Array.isArray(logs)) return [];
  return logs.flatMap((log: unknown) => {
    const { data } = logIdSchema.safeParse(isRecord(log) ? log['log_id'] : undefined);
    return data ?? [];
  });
}

/** Hash digits in a new id; 64 bits distinguish the conflicts of one `log_id`. */
const SUFFIX_DIGITS = 16;
/**
 * The message of one log under a new `log_id`: the old one, `~`, and digits derived from the dead
 * letter, so that replaying it again gives the same id. `undefined` if the payload is not the
 * message of one valid log. A part of a split log gets a new id for the whole log, the same as the
 * other parts that arrived with it.
 */
export function withNewLogId(
  payload: Buffer,
  deadLetterId: string,
): { payload: Buffer; logId: string } | undefined {
  const envelope = envelopeSchema.safeParse(readJsonIfAny(payload.toString('utf8')));
  if (!envelope.success || envelope.data.logs.length !== 1) return undefined;
  const log = logSchema.safeParse(envelope.data.logs[0]);
  if (!log.success) return undefined;

  const { split } = log.data;
  if (split !== undefined) {
    const { received_at } = envelope.data;
    const whole = withSuffix(split.id, JSON.stringify([received_at, split.id]));
    const renamed = { log_id: partId(whole, split.index), split: { ...split, id: whole } };
    return withFields(renamed);
  }
  return withFields({ log_id: withSuffix(log.data.log_id, deadLetterId) });

  function withFields(fields: { log_id: string; split?: Split }) {
    const message = { ...envelope.data, logs: [{ ...log.data, ...fields }] };
    return { payload: Buffer.from(JSON.stringify(message)), logId: fields.log_id };
  }
}

function withSuffix(logId: string, seed: string): string {
  const suffix = createHash('sha256').update(seed).digest('hex').slice(0, SUFFIX_DIGITS);
  const kept = logId.slice(0, MAX_RENEWED_ID_LENGTH - SUFFIX_DIGITS - 1).toWellFormed();
  return `${kept}~${suffix}`;
}
