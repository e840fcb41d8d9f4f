import { isRecord } from '../../../lib/is-record.js';
import { BadJson, parseJson } from '../../reading/parse-json.js';
import type { Named } from './attributes.js';
import type { ValueCount } from './value-count.js';

/**
 * Loggers write a whole record as JSON into the one text that a protocol has for it. Returns that
 * record, or `undefined` for a text that is none, or one value too many for the request.
 */
export function embeddedRecord(text: string, count: ValueCount): Named | undefined {
  if (!/^\s*\{/.test(text) || !/\}\s*$/.test(text) || !count.hasRoomFor(text)) return undefined;
  try {
    const value = parseJson(text);
    return isRecord(value) ? value : undefined;
  } catch (error) {
    if (error instanceof BadJson) return undefined;
    throw error;
  }
}
