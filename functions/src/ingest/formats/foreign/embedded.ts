import type { Repair } from '../../../contract/repairs.js';
import { isRecord } from '../../../lib/is-record.js';
import type { Named } from './attributes.js';
import type { ValueCount } from './value-count.js';

/**
 * Loggers write a whole record as JSON into the only text field that a protocol has. Returns that
 * record, or `undefined` if the text is not one; adds its repairs to `repairs`.
 */
export function embeddedRecord(
  text: string,
  count: ValueCount,
  repairs: Repair[],
): Named | undefined {
  if (!/^\s*\{/.test(text) || !/\}\s*$/.test(text)) return undefined;
  const parsed = count.parseOne(text);
  if (parsed === undefined || !isRecord(parsed.value)) return undefined;
  repairs.push(...parsed.repairs);
  return parsed.value;
}
