import { unitAt } from './chars.js';
import type { Finding } from './types.js';

/** How many cells of a row are read. */
export const MAX_COLUMNS = 64;
const QUOTE = 34;
const PIPE = 124;

/** A cell's text, without the spaces and quotes around it. */
export interface Cell {
  start: number;
  end: number;
}

/**
 * The cells of the line from `start` to `end`. A separator inside quotes or a known finding ends no
 * cell; `from` is the index of the first finding that may be in the line.
 */
export function cellsIn(
  text: string,
  start: number,
  end: number,
  separator: string,
  known: readonly Finding[],
  from: number,
): Cell[] {
  const cells: Cell[] = [];
  const bound = separator.charCodeAt(0);
  let index = from;
  let begin = start;
  let isQuoted = false;
  for (let at = start; at <= end; at++) {
    while (index < known.length && (known[index]?.end ?? 0) <= at) index++;
    const finding = known[index];
    if (finding !== undefined && finding.start <= at && at < end) at = Math.min(finding.end, end);
    const unit = unitAt(text, at);
    if (at < end && unit === QUOTE && bound !== PIPE) isQuoted = !isQuoted;
    if (at < end && (isQuoted || unit !== bound)) continue;
    cells.push(trimmed(text, begin, Math.min(at, end)));
    begin = at + 1;
    if (cells.length > MAX_COLUMNS + 2) break;
  }
  if (bound !== PIPE) return cells;
  // The frame: the outer pipes.
  if (isEmpty(cells[0])) cells.shift();
  if (isEmpty(cells.at(-1))) cells.pop();
  return cells;
}

function isEmpty(cell: Cell | undefined): boolean {
  return cell !== undefined && cell.end <= cell.start;
}

function trimmed(text: string, from: number, to: number): Cell {
  let start = from;
  let end = to;
  while (start < end && unitAt(text, start) <= 32) start++;
  while (end > start && unitAt(text, end - 1) <= 32) end--;
  const quote = unitAt(text, start);
  if ((quote === QUOTE || quote === 39) && end - start > 1 && unitAt(text, end - 1) === quote) {
    return { start: start + 1, end: end - 1 };
  }
  return { start, end };
}
