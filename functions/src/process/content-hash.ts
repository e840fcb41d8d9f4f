import { createHash, createHmac } from 'node:crypto';

import stableStringify from 'safe-stable-stringify';

import type { Log } from '../contract/log-message.js';

/**
 * SHA-256 in hex of everything the client sent in a log except its id, as JSON with sorted keys:
 * equal for a redelivery or a client's retry, different when an id is used for another log.
 */
export function contentHash(log: Log, key?: string): string {
  const { text, timestamp, severity, attributes } = log;
  const content = stableStringify({ text, timestamp, severity, attributes }) ?? '';
  const hash =
    key === undefined ? createHash('sha256') : createHmac('sha256', Buffer.from(key, 'base64'));
  return hash.update(content).digest('hex');
}
