import { unitAt } from '../../chars.js';
import { meter } from '../../meter.js';
import type { Finding } from '../../types.js';
import type { Memo } from './memo.js';
import { secrecyOf, type Secrecy } from './names/secrecy.js';
import { push } from './span.js';
import { isSecretValue } from './values/shapes.js';

/** The most characters of `(name, password) ` before `VALUES`. */
const MAX_COLUMNS = 1024;
const MAX_ROWS = 16_384;

interface Column {
  name: string;
  secrecy: Secrecy | undefined;
}

/** Finds what `INSERT INTO users (name, password) VALUES ('ann', 'x')` puts into secret columns. */
export function secretsOfRows(text: string, at: number, memo: Memo, findings: Finding[]): void {
  // `VALUES` inside rows that were already scanned does not begin any.
  if (at < memo.rowsEnd) return;
  const columns = columnsBefore(text, at);
  if (columns === undefined || columns.every(({ secrecy }) => secrecy === undefined)) return;
  let next = at + 6;
  const limit = Math.min(text.length, at + MAX_ROWS);
  let column = -1;
  let depth = 0;
  while (next < limit) {
    const unit = unitAt(text, next);
    const from = next;
    if (unit === 40) {
      if (depth++ === 0) column = 0;
      next++;
    } else if (unit === 41) {
      if (--depth < 0) break;
      next++;
    } else if (unit === 44) {
      if (depth === 1) column++;
      next++;
    } else if (unit === 39 || unit === 34) {
      next = stringEnd(text, next, limit);
      if (depth === 1) note(text, from + 1, next - 1, columns[column], findings);
    } else if (unit <= 32) {
      next++;
    } else {
      while (next < limit && !isBound(unitAt(text, next))) next++;
      if (depth === 0) break;
      if (depth === 1 && /^\d/.test(text[from] ?? '')) {
        note(text, from, next, columns[column], findings);
      }
    }
  }
  memo.rowsEnd = next;
  meter.steps += next - at;
}

function note(
  text: string,
  start: number,
  end: number,
  column: Column | undefined,
  findings: Finding[],
): void {
  if (column?.secrecy === undefined || end <= start) return;
  if (isSecretValue(column.secrecy, column.name, text.slice(start, end))) {
    push(findings, { start, end });
  }
}

function columnsBefore(text: string, at: number): Column[] | undefined {
  let close = at;
  while (at - close < 8 && unitAt(text, close - 1) <= 32 && close > 0) close--;
  if (unitAt(text, close - 1) !== 41) return undefined;
  const before = text.slice(Math.max(0, close - MAX_COLUMNS), close - 1);
  const open = before.lastIndexOf('(');
  meter.steps += before.length;
  if (open < 0) return undefined;
  return before
    .slice(open + 1)
    .split(',', 128)
    .map((column) => {
      const name = column.trim().replaceAll(/^[\\"'`[]{1,8}|[\\"'`\]]{1,8}$/g, '');
      return { name, secrecy: /^[\w.]{1,64}$/.test(name) ? secrecyOf(name) : undefined };
    });
}

/** Where the string at `at` is over; a doubled or escaped quote does not close it. */
function stringEnd(text: string, at: number, limit: number): number {
  const quote = unitAt(text, at);
  let next = at + 1;
  for (; next < limit; next++) {
    const unit = unitAt(text, next);
    if (unit === 92) next++;
    else if (unit === quote) {
      if (unitAt(text, next + 1) !== quote) return next + 1;
      next++;
    }
  }
  return Math.min(next, limit) + 1;
}

/** A space, a comma or a bracket. */
function isBound(unit: number): boolean {
  return unit <= 32 || unit === 44 || unit === 40 || unit === 41;
}
