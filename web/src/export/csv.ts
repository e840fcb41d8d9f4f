import type { Json } from '../documents/log.js';

/** The columns of an export, which are fields of a log; more than one value in a cell is JSON. */
export const COLUMNS = [
  'log_id',
  'processed_at',
  'received_at',
  'timestamp',
  'severity',
  'source',
  'modified_data',
  'redactions',
  'attributes',
] as const;

/**
 * What a spreadsheet would take for a formula, also where it begins with a space or one of the
 * characters that are folded to these: https://owasp.org/www-community/attacks/CSV_Injection
 */
const FORMULA = /^[\s\p{Cf}]*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/u;

/** One line by RFC 4180, its end included. */
export function csvLine(cells: readonly (Json | undefined)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  // An apostrophe makes it a text for every spreadsheet.
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n']|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
