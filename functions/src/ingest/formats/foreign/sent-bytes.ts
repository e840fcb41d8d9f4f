import { isUtf8 } from 'node:buffer';

import { toUtf8 } from '../../reading/to-utf8.js';
import { type InflatedBytes, inflateRecord } from './inflate-record.js';
import { isMostlyText } from './mostly-text.js';

/**
 * Data that a protocol sends as bytes or base64 (either alphabet), possibly compressed. Anything else is
 * kept as sent: some clients write plain text or JSON there. So is base64 that is not text, which only
 * its reader can interpret.
 */
export function sentBytes(data: unknown, inflated: InflatedBytes): Buffer {
  if (Buffer.isBuffer(data)) return readable(data, inflated);
  if (typeof data !== 'string') return Buffer.from(JSON.stringify(data ?? ''));
  if (!isBase64(data)) return Buffer.from(data);
  const bytes = readable(Buffer.from(data, 'base64'), inflated);
  return isUtf8(bytes) || isMostlyText(bytes) ? bytes : Buffer.from(data);
}

function readable(bytes: Buffer, inflated: InflatedBytes): Buffer {
  return toUtf8(inflateRecord(bytes, inflated), undefined);
}

function isBase64(text: string): boolean {
  // White space in base64 only breaks lines; spaces between words mean text.
  if (!/^[\w+/\s-]*={0,2}\s*$/.test(text) || /\S +[^\s=]/.test(text)) return false;
  // The last of its groups of 4 has 2 characters or more.
  return text.replaceAll(/[\s=]/g, '').length % 4 !== 1;
}
