import { z } from 'zod';

import { readJson } from '../lib/json.js';
import { type Envelope, envelopeSchema } from '../contract/log-message.js';
import { tenantIdSchema } from '../contract/ids.js';
import type { DeadLetterReason } from '../contract/dead-letter.js';
import type { Origin } from '../contract/origin.js';
import { describeIssues } from '../lib/describe-issues.js';

/** A Pub/Sub message as it reached the worker. */
export interface ReceivedMessage {
  messageId: string;
  data: Buffer;
  /** 1 for the first. */
  deliveryAttempt: number;
  /** The request that brought it. */
  origin: Origin;
  /** The dead letter that it replays. */
  replayOf?: string | undefined;
}

export type Decoded =
  | { ok: true; envelope: Envelope }
  | { ok: false; reason: DeadLetterReason; detail: string; tenantId?: string };

const tenantOnlySchema = z.object({ tenant_id: tenantIdSchema });

/** Reads a message's data as the contract's envelope. Never throws: a poison message would loop. */
export function decode(data: Buffer): Decoded {
  let value: unknown;
  try {
    value = readJson(new TextDecoder('utf-8', { fatal: true }).decode(data));
  } catch (error) {
    // Only the kind of error: its message quotes the data.
    const what = error instanceof SyntaxError ? 'not valid JSON' : 'not valid UTF-8';
    return { ok: false, reason: 'undecodable', detail: data.length === 0 ? 'empty' : what };
  }
  const parsed = envelopeSchema.safeParse(value);
  if (parsed.success) return { ok: true, envelope: parsed.data };
  const tenantId = tenantOnlySchema.safeParse(value);
  return {
    ok: false,
    reason: 'schema_mismatch',
    detail: describeIssues(parsed.error),
    ...(tenantId.success && { tenantId: tenantId.data.tenant_id }),
  };
}
