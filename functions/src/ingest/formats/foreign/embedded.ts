import { isRecord } from '../../../lib/is-record.js';
import type { Named } from './attributes.js';
import type { ValueCount } from './value-count.js';

/**
 * Loggers write a whole record as JSON into the one text that a protocol has for it. Returns that
 * record, or `undefined` for a text that is none, or has too many values.
 */
export function embeddedRecord(text: string, count: ValueCount): Named | undefined {
  if (!/^\s*\{/.test(text) || !/\}\s*$/.test(text)) return undefined;
  const value = count.parseOne(text)?.value;
  return isRecord(value) ? value : undefined;
}
