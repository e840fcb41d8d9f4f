import { type Said, saidOf } from './attribute-names.js';
import { unitAt } from './chars.js';
import { decode } from './decode.js';
import { isMarker } from './marker-pattern.js';
import { meter } from './meter.js';
import { ALIGNED, type Cell, cellsIn, MAX_COLUMNS } from './table-cells.js';
import type { EnabledKinds, Finding } from './types.js';

/** How many lines, such as a title and a rule, may precede a table's header. */
const MAX_LINES_BEFORE = 6;
const MAX_HEADER = 1024;

/** What a header begins with, up to its first separator. */
const HEADER_START =
  /^\s{0,8}\|?\s{0,40}["'`]?[A-Za-z_][\w .-]{0,40}["'`]?\s{0,40}(?:[,;|\t]| {2}[A-Za-z_])/;
const NAME = /^[A-Za-z_][\w.-]{0,40}$/;
/** A name of several words; not in what may be prose, where a space follows each comma. */
const SPACED_NAME = /^[A-Za-z_][\w.-]{0,24}(?: [\w.-]{1,24}){0,3}$/;
/** `|---|:--:|`, `+----+----+`, `----+----`. */
const RULE = /^[ \t|+:=-]{3,1024}$/;
/** pg_dump's `COPY users (id, password) FROM stdin;`, whose rows are separated by tabs. */
const COPY = /^COPY [\w."]{1,128} \(([^()]{1,512})\) FROM stdin;?\s?$/;
/** A personal number in a cell; `Galaxy S24 256` is another kind of phone. */
const PERSONAL_NUMBER = /^(?:[+(]?\d[\d ()./x-]{5,30}|[A-Z]{2}\d\d[A-Z\d ]{8,40})$/;

/** A value with a digit, and no space unless it is a number; not a name such as `web-token-x2k8p`. */
const VALUE_WITH_DIGIT =
  /^(?:(?![a-z\d]{1,40}(?:-[a-z\d]{1,40}){1,8}$)(?=[^\d\s]{0,64}\d)\S{6,256}|[+(]?\d[\d ()./x-]{5,30})$/;

/** A header that names at least one column of secrets or personal data. */
interface Header {
  separator: string;
  columns: (Said | undefined)[];
}

interface Table extends Header {
  /** Where its rows begin. */
  from: number;
}

/**
 * Finds cells whose column's name says what they hold: `user,password`, and `ann,hunter2` on the next
 * line. Only rows with as many cells as the header count. A separator inside a known finding ends no
 * cell, so a text has the same cells before and after it is redacted.
 */
export function findInTables(
  text: string,
  kinds: EnabledKinds,
  known: readonly Finding[],
): Finding[] {
  const found = findInTable(text, kinds, known);
  return text.includes('\\n') ? [...found, ...findInStrings(text, kinds)] : found;
}

function findInTable(text: string, kinds: EnabledKinds, known: readonly Finding[]): Finding[] {
  const table = tableIn(text, kinds);
  return table === undefined ? [] : cellsOf(text, table, known);
}

/** A line of names and separators as a string in JSON contains it, up to its escaped line break. */
const WRITTEN_HEADER = /^[\w \t"'`|.\\,;+:=-]{5,1024}$/;
/** How many lines of such a string may be a header. */
const MAX_STRING_LINES = 3;

/** Finds cells of tables inside JSON's strings: `{"message":"user,password\nann,hunter2"}`. */
function findInStrings(text: string, kinds: EnabledKinds): Finding[] {
  const found: Finding[] = [];
  let from = 0;
  for (let at = text.indexOf('\\n'); at >= 0; at = text.indexOf('\\n', from)) {
    const start = stringStart(text, from, at);
    from = at + 2;
    if (start < 0) continue;
    const end = stringEnd(text, from);
    meter.steps += end - start;
    // Nothing follows the line break.
    const isOver = end <= from;
    from = end;
    if (isOver || !mayBeTable(text.slice(start, Math.min(end, start + MAX_HEADER)), kinds))
      continue;
    const decoded = decode(text.slice(start, end));
    if (decoded === undefined) continue;
    for (const finding of findInTable(decoded.text, kinds, [])) {
      const written = decoded.toWritten(finding);
      found.push({ ...written, start: start + written.start, end: start + written.end });
    }
  }
  return found;
}

/** Where the string around `at` begins, at most {@link MAX_HEADER} before it and not before `from`; or -1. */
function stringStart(text: string, from: number, at: number): number {
  const first = Math.max(from, at - MAX_HEADER);
  meter.steps += at - first;
  for (let start = at; start > first; start--) {
    if (unitAt(text, start - 1) === 34 && unitAt(text, start - 2) !== 92) return start;
  }
  return -1;
}

function stringEnd(text: string, from: number): number {
  let end = from;
  for (; end < text.length; end++) {
    const unit = unitAt(text, end);
    if (unit === 34 || unit === 10) break;
    if (unit === 92) end++;
  }
  return Math.min(end, text.length);
}

function mayBeTable(head: string, kinds: EnabledKinds): boolean {
  const lines = head.split('\\n', MAX_STRING_LINES);
  if (!lines.some((line) => WRITTEN_HEADER.test(line))) return false;
  if (head.length < MAX_HEADER) return true;
  const decoded = decode(head);
  return decoded !== undefined && isTable(decoded.text, kinds);
}

/** Whether a text contains such a table. */
export function isTable(text: string, kinds: EnabledKinds): boolean {
  return tableIn(text, kinds) !== undefined;
}

function tableIn(text: string, kinds: EnabledKinds): Table | undefined {
  let start = 0;
  for (let line = 0; line <= MAX_LINES_BEFORE; line++) {
    const end = text.indexOf('\n', start);
    if (end < 0) return undefined;
    const header = headerAt(text, start, end, kinds);
    if (header !== undefined) return { ...header, from: end + 1 };
    start = end + 1;
  }
  return undefined;
}

/** The line from `start` to `end` as a header, if it is one. */
function headerAt(
  text: string,
  start: number,
  end: number,
  kinds: EnabledKinds,
): Header | undefined {
  if (end - start > MAX_HEADER || end - start < 5) return undefined;
  const line = text.slice(start, end);
  meter.steps += 64;
  const copied = COPY.exec(line)?.[1];
  if (copied !== undefined) return headerOf(copied.split(',', MAX_COLUMNS + 1), '\t', NAME, kinds);
  if (!HEADER_START.test(line)) return undefined;
  const separator = ['\t', '|', ';', ','].find((char) => line.includes(char)) ?? ALIGNED;
  // Without a frame, a rule must follow: many logs separate their fields by pipes.
  if (separator === '|' && !line.trimStart().startsWith('|') && !isRule(text, end + 1)) {
    return undefined;
  }
  const cells = cellsIn(text, start, end, separator, [], 0);
  const isSpaced = /[\t| ]/.test(separator) || !/[,;] /.test(line);
  return headerOf(
    cells.map((cell) => text.slice(cell.start, cell.end)),
    separator,
    isSpaced ? SPACED_NAME : NAME,
    kinds,
  );
}

function headerOf(
  names: readonly string[],
  separator: string,
  name: RegExp,
  kinds: EnabledKinds,
): Header | undefined {
  if (names.length < 2 || names.length > MAX_COLUMNS) return undefined;
  const plain = names.map((cell) => cell.trim().replaceAll(/^["'`]|["'`]$/g, ''));
  if (!plain.every((cell) => name.test(cell))) return undefined;
  const hasUsers = plain.some((cell) => /user|name|login|mail/i.test(cell));
  const columns = plain.map((cell) => {
    // `pass,fail,skip` of a test run.
    if (/^pass$/i.test(cell) && !hasUsers) return undefined;
    const said = saidOf(cell);
    // Addresses are found without a column.
    if (said === undefined || said.kind === 'email' || !kinds[said.kind]) return undefined;
    return said;
  });
  return columns.some((column) => column !== undefined) ? { separator, columns } : undefined;
}

function isRule(text: string, start: number): boolean {
  const end = text.indexOf('\n', start);
  return RULE.test(text.slice(start, Math.min(end < 0 ? text.length : end, start + MAX_HEADER)));
}

function cellsOf(
  text: string,
  { separator, columns, from }: Table,
  known: readonly Finding[],
): Finding[] {
  const found: Finding[] = [];
  let next = 0;
  for (let start = from; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    meter.steps += end - start;
    while (next < known.length && (known[next]?.end ?? 0) <= start) next++;
    if (!isRule(text, start)) {
      const cells = cellsIn(text, start, end, separator, known, next);
      // The table is over.
      if (cells.length !== columns.length) break;
      for (const [index, cell] of cells.entries()) {
        const column = columns[index];
        if (column === undefined) continue;
        // Words are aligned in prose and listings, too.
        if (separator === ALIGNED && !VALUE_WITH_DIGIT.test(text.slice(cell.start, cell.end)))
          continue;
        if (isFound(text, cell, column, known, next)) {
          found.push({ kind: column.kind, ...cell });
        }
      }
    }
    start = end + 1;
  }
  return found;
}

/** Whether a cell holds what its column's name says, or part of it is a known finding. */
function isFound(
  text: string,
  { start, end }: Cell,
  said: Said,
  known: readonly Finding[],
  from: number,
): boolean {
  if (end <= start) return false;
  for (let index = from; index < known.length; index++) {
    const finding = known[index];
    if (finding === undefined || finding.start >= end) break;
    if (finding.end > start) return finding.start > start || finding.end < end;
  }
  const value = text.slice(start, end);
  if (isMarker(value) || !said.isOf(value)) return false;
  return said.kind === 'secret' || PERSONAL_NUMBER.test(value);
}
