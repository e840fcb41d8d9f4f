import { createHash } from 'node:crypto';

import stableStringify from 'safe-stable-stringify';

import type { Log } from '../contract/log-message.js';

/**
 * SHA-256 in hex of all that the client said in a log but its id, as JSON with its keys sorted:
 * equal for a redelivery or a client's retry, different when an id is used for another log.
 */
export function contentHash({ text, timestamp, severity, attributes }: Log): string {
  const content = stableStringify({ text, timestamp, severity, attributes }) ?? '';
  return createHash('sha256').update(content).digest('hex');
}
