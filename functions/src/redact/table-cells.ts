import { unitAt } from './chars.js';
import type { Finding } from './types.js';

/** How many cells of a row are read. */
export const MAX_COLUMNS = 64;
const QUOTE = 34;
const PIPE = 124;
const SPACE = 32;

/** A cell's text, without the spaces and quotes around it. */
export interface Cell {
  start: number;
  end: number;
}

/** Separates the columns of `kubectl`, `docker` and the like: two spaces or more. */
export const ALIGNED = '  ';

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
  if (separator === ALIGNED) return alignedCells(text, start, end, known, from);
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

/** The cells between two or more spaces. */
function alignedCells(
  text: string,
  start: number,
  end: number,
  known: readonly Finding[],
  from: number,
): Cell[] {
  const cells: Cell[] = [];
  let index = from;
  let begin = start;
  for (let at = start; at < end && cells.length <= MAX_COLUMNS; at++) {
    while (index < known.length && (known[index]?.end ?? 0) <= at) index++;
    const finding = known[index];
    if (finding !== undefined && finding.start <= at) {
      at = Math.min(finding.end, end) - 1;
    } else if (unitAt(text, at) === SPACE && unitAt(text, at + 1) === SPACE) {
      if (at > begin) cells.push(trimmed(text, begin, at));
      while (at + 1 < end && unitAt(text, at + 1) === SPACE) at++;
      begin = at + 1;
    }
  }
  if (begin < end) cells.push(trimmed(text, begin, end));
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
