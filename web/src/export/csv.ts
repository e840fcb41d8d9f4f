import { BRIEF_FIELDS } from '../../../functions/src/contract/processed-log.js';
import type { Json } from '../documents/log.js';

/** The columns of an export, which are a log's fields; a cell with several values is JSON. */
export const COLUMNS = ['log_id', ...BRIEF_FIELDS] as const;

/**
 * What a spreadsheet would take for a formula, even after spaces and characters that it drops, or
 * as a character that it folds to one of these:
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
const FORMULA = /^[\s\p{C}]*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/u;

/** Where a spreadsheet configured for another separator begins a new cell, quoted or not. */
const OTHER_SEPARATOR = /[;\t\r\n]/;
const PASSED_OVER = /[\s\p{C}]/u;
const OPERATOR = /[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/;

/** One line according to RFC 4180, including its line end. */
export function csvLine(cells: readonly (Json | undefined)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  // An apostrophe makes every spreadsheet treat it as text.
  const inner = OTHER_SEPARATOR.test(text) ? disarmCells(text) : text;
  const safe = FORMULA.test(text) ? `'${inner}` : inner;
  return /[",\r\n']|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Puts an apostrophe before each operator that begins a cell under another separator; linear. */
function disarmCells(text: string): string {
  let disarmed = '';
  let kept = 0;
  let beginsCell = false;
  for (const { 0: character, index } of text.matchAll(/./gsu)) {
    if (OTHER_SEPARATOR.test(character)) beginsCell = true;
    else if (beginsCell && !PASSED_OVER.test(character)) {
      if (OPERATOR.test(character)) {
        disarmed += `${text.slice(kept, index)}'`;
        kept = index;
      }
      beginsCell = false;
    }
  }
  return disarmed + text.slice(kept);
}
