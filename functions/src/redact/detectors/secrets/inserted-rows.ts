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

const PLACEHOLDER = /[?$:@]/;
const PARAMETERS = /(?:parameters|params|bindings|binds)["']?\s?[:=]\s?\[/i;

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
  /** The columns of placeholders, in order. */
  const bound: (Column | undefined)[] = [];
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
      if (depth === 1 && PLACEHOLDER.test(text[from] ?? '')) bound.push(columns[column]);
      if (depth === 1 && /^\d/.test(text[from] ?? '')) {
        note(text, from, next, columns[column], findings);
      }
    }
  }
  next = boundValues(text, next, bound, findings);
  memo.rowsEnd = next;
  meter.steps += next - at;
}

/** Pushes what `-- PARAMETERS: ["ann", "x"]` after the rows binds to their placeholders. */
function boundValues(
  text: string,
  from: number,
  bound: readonly (Column | undefined)[],
  findings: Finding[],
): number {
  if (bound.length === 0) return from;
  // The scan stopped at a word after the rows.
  const lead = Math.max(0, from - 16);
  const match = PARAMETERS.exec(text.slice(lead, from + 24));
  if (match === null) return from;
  let next = lead + match.index + match[0].length;
  for (const column of bound) {
    while (unitAt(text, next) === 32 || unitAt(text, next) === 44) next++;
    const unit = unitAt(text, next);
    if (unit !== 34 && unit !== 39) {
      const rest = /^[\w.-]{1,64}/.exec(text.slice(next, next + 64))?.[0] ?? '';
      if (rest === '') break;
      next += rest.length;
      continue;
    }
    const end = stringEnd(text, next, Math.min(text.length, next + MAX_COLUMNS));
    note(text, next + 1, end - 1, column, findings);
    next = end;
  }
  return next;
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
