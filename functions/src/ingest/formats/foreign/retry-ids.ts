import { createHash } from 'node:crypto';

import type { IngestRequest } from '../../http/http.js';
import { derivedId, hasRequestId } from '../../http/request-ids.js';
import type { SentLog } from '../format.js';
import { timeOf } from './record.js';

/**
 * Gives logs without an id one that is made of the request's bytes, where the same bytes again are
 * the same request again: a retry. Their times tell: one that is finer than a second, or two that
 * differ. Where there are none, or all are the same whole second, two equal requests may both be meant:
 * their logs get random ids. Equal logs of one request are all kept.
 */
export function withRetryIds(body: Buffer, request: IngestRequest, logs: SentLog[]): SentLog[] {
  if (hasRequestId(request) || !isOnlyOnce(logs)) return logs;
  return withIdsOf(createHash('sha256').update(body).update(request.path).digest(), logs);
}

/** Gives logs without an id one that is made of their request's and of their place in it. */
export function withIdsOf(requestId: string | Buffer, logs: SentLog[]): SentLog[] {
  return logs.map((log, index) =>
    log.fields['log_id'] === undefined
      ? { ...log, fields: { ...log.fields, log_id: derivedId(requestId, index) } }
      : log,
  );
}

function isOnlyOnce(logs: readonly SentLog[]): boolean {
  let first: string | undefined;
  for (const { fields } of logs) {
    const { timestamp } = fields;
    const time = timeOf(timestamp);
    if (time === undefined) continue;
    if (/\.\d*[1-9]/.test(time) || hasMillis(timestamp)) return true;
    if (first !== undefined && time !== first) return true;
    first = time;
  }
  return false;
}

/** Also the first millisecond of a second, where it is written out. */
function hasMillis(sent: unknown): boolean {
  return typeof sent === 'number' ? sent >= 1e11 : /[.,]\d{3}|^\d{13}/.test(String(sent));
}
