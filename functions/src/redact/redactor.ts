import { isKind } from '../contract/redaction-kinds.js';
import { MAX_REDACTION_PASSES } from '../limits.js';
import { decode, decodeForm, isQuotedPrintable } from './decode.js';
import { findIdentity } from './detectors/identity/index.js';
import { macAddresses } from './detectors/mac.js';
import { fold } from './fold.js';
import { type QuoteOf, quotesIn } from './json-number.js';
import { markerOf, outlineOf, outsideMarkers } from './markers.js';
import { findOwn } from './own-patterns.js';
import { type RedactOptions, type Rules, rulesOf } from './options.js';
import { limitGrowth } from './limit-growth.js';
import { resolve } from './resolve.js';
import { scan, scanned } from './scan.js';
import { findInTables } from './tables.js';
import type { Finding } from './types.js';

/** Raise this whenever the same text would be redacted differently. */
export const REDACTOR_VERSION = '5';

export interface Redacted {
  text: string;
  /** In order, without overlaps; offsets into the original text. */
  findings: Finding[];
}

/**
 * Replaces personal data and secrets with markers. Never throws; linear in the text. The result is at
 * most 7/5 of the text's length plus one marker. A marker that replaces a JSON number is a JSON string.
 */
export function redact(text: string, options?: RedactOptions): Redacted {
  return redactBetween(text, 0, text.length, options);
}

/**
 * Redacts part of a text in the context of the whole: if a finding crosses the part's edge, only the
 * inside is redacted. Offsets are into the whole.
 */
export function redactBetween(
  text: string,
  from: number,
  to: number,
  options?: RedactOptions,
): Redacted {
  const rules = rulesOf(options);
  const first = withTables(text, findOnce(text, rules), rules);
  if (first.length === 0) return { text: text.slice(from, to), findings: first };
  const quoteOf = quotesIn(text);
  const outline = (finding: Finding): string => {
    const quote = quoteOf(finding);
    return quote + outlineOf(text, finding, rules) + quote;
  };
  const settled = again(text, first, rules, outline);
  const complete = settled === first ? first : withTables(text, settled, rules);
  const all = complete === settled ? settled : again(text, complete, rules, outline);
  const found = within(all, from, to);
  const findings = limitGrowth(text.slice(from, to), found, (finding) => outline(finding).length);
  const replaced = replaceEach(text.slice(0, to), findings, rules, quoteOf, from);
  return { text: replaced, findings };
}

/** Adds the findings in tables, whose columns only the whole text reveals. */
function withTables(text: string, findings: Finding[], rules: Rules): Finding[] {
  const found = findInTables(text, rules.kinds, findings);
  return found.length === 0 ? findings : resolve([...findings, ...found]);
}

function within(findings: Finding[], from: number, to: number): Finding[] {
  const isInside = ({ start, end }: Finding) => start >= from && end <= to;
  if (findings.every(isInside)) return findings;
  return findings
    .filter(({ start, end }) => start < to && end > from)
    .map(({ kind, start, end }) => ({
      kind,
      start: Math.max(start, from),
      end: Math.min(end, to),
    }));
}

/** The version stored with a document; it identifies any non-default options. */
export function redactorVersion(options?: RedactOptions): string {
  const { fingerprint } = rulesOf(options);
  return fingerprint === '' ? REDACTOR_VERSION : `${REDACTOR_VERSION}+${fingerprint}`;
}

/** Finds everything in a text, both as written and as decoded. */
function findOnce(text: string, rules: Rules): Finding[] {
  const findings = findRead(text, rules);
  const resolved = resolve(findings);
  return rules.hasTellingMarkers ? outsideMarkers(text, resolved) : resolved;
}

/**
 * Searches a text with escapes once they are decoded. Secrets are also matched as written, since an
 * escaped quote or space is part of a secret.
 */
function findRead(text: string, rules: Rules): Finding[] {
  const written = findPlain(text, rules);
  const { mayHaveEscapes, hasLead, hasPlus } = scanned;
  const read =
    mayHaveEscapes || (hasLead && isQuotedPrintable(text)) ? findDecoded(text, rules) : undefined;
  const form = hasPlus ? decodeForm(text) : undefined;
  const findings = read === undefined ? written : [...written.filter(isTakenAsWritten), ...read];
  if (form === undefined) return findings;
  return [...findings, ...(findDecoded(form, rules) ?? findPlain(form, rules))];
}

/** Searches the decoded text; `undefined` if it has no escapes. */
function findDecoded(text: string, rules: Rules): Finding[] | undefined {
  const decoded = decode(text);
  if (decoded === undefined) return undefined;
  const findings = findPlain(decoded.text, rules).map(decoded.toWritten);
  const apart = decoded.isJoined ? decode(text, ' ') : undefined;
  if (apart === undefined) return findings;
  return [...findings, ...findPlain(apart.text, rules).map(apart.toWritten)];
}

/** Secrets, user names, since `C:\Users\nina` has no line break, and tenants' own patterns. */
function isTakenAsWritten({ kind }: Finding): boolean {
  return kind === 'secret' || kind === 'home_user' || !isKind(kind);
}

function findPlain(text: string, rules: Rules): Finding[] {
  const findings: Finding[] = [];
  if (scan(text, rules.kinds, findings)) {
    findMore(text, rules, findings);
    return findings;
  }
  const folded = fold(text);
  const found: Finding[] = [];
  scan(folded.text, rules.kinds, found, true);
  findMore(folded.text, rules, found);
  const written = found.map(({ kind, start, end }) => ({
    kind,
    start: folded.starts[start] ?? 0,
    end: folded.ends[end - 1] ?? 0,
  }));
  findOwn(text, rules.patterns, written);
  return written;
}

/** Finds what the scan does not: kinds that are usually off, and tenants' own patterns. */
function findMore(text: string, rules: Rules, findings: Finding[]): void {
  if (rules.kinds.mac) {
    for (const [start, end] of macAddresses(text)) findings.push({ kind: 'mac', start, end });
  }
  if (rules.hasIdentity) findIdentity(text, rules.kinds, findings);
  findOwn(text, rules.patterns, findings);
}

/**
 * Searches lines with findings again without those findings, so that redacting twice changes nothing.
 * No detector looks back further than the previous line, except that for private keys, which leaves
 * nothing to find.
 */
function again(text: string, first: Finding[], rules: Rules, outline: Outline): Finding[] {
  let findings = first;
  let latest =
    rules.patterns.length > 0 ? first : first.filter((finding) => !isIsolated(text, finding));
  for (let pass = 1; pass < MAX_REDACTION_PASSES; pass++) {
    const known = findings;
    const found = linesWith(text, latest).flatMap((line) =>
      // Finding the same thing again is nothing new, nor would it be in the next pass.
      findInLine(text, line, known, rules, outline).filter((finding) => !isKnown(known, finding)),
    );
    if (found.length === 0) break;
    latest = found;
    findings = resolve([...findings, ...found]);
  }
  return findings;
}

/**
 * Whether a finding is an IP address alone between spaces or quotes, with at most its port. Most logs
 * with findings contain one. Removing it changes no decision about its neighbours: its digits block a
 * context just as its marker's bracket does.
 */
function isIsolated(text: string, { kind, start, end }: Finding): boolean {
  if (kind !== 'ip' || !BEFORE_ADDRESS.test(text.slice(Math.max(0, start - 2), start)))
    return false;
  AFTER_ADDRESS.lastIndex = end;
  return AFTER_ADDRESS.test(text);
}

/** No number that ends here would continue if the address were gone. */
const BEFORE_ADDRESS = /^$|^\s$|[\w\]"',.;:]\s$|(?:^|[\sA-Za-z"'=:,;/<>[\]|])["'([=/]$/;
const AFTER_ADDRESS = /$|[\n "')\]]|:\d{1,5}(?:$|[\n"')\]]| (?![\d(+]))/y;

/** A finding's marker, without the actual hash or last digits. */
type Outline = (finding: Finding) => string;

interface Line {
  start: number;
  end: number;
}

function linesWith(text: string, findings: readonly Finding[]): Line[] {
  const lines: Line[] = [];
  for (const finding of findings) {
    const last = lines.at(-1);
    if (last !== undefined && finding.end <= last.end) continue;
    const start = lineAbove(text, text.lastIndexOf('\n', finding.start - 1) + 1);
    const newline = text.indexOf('\n', finding.end);
    const end = newline < 0 ? text.length : newline;
    if (last !== undefined && start < last.end) last.end = end;
    else lines.push({ start, end });
  }
  return lines;
}

/** The start of the line above the one at `start`: it may be a label for what is below. */
function lineAbove(text: string, start: number): number {
  return start < 2 ? 0 : text.lastIndexOf('\n', start - 2) + 1;
}

/** Finds what is left in a line once its findings are gone; offsets into the whole text. */
function findInLine(
  text: string,
  line: Line,
  findings: readonly Finding[],
  rules: Rules,
  outline: Outline,
): Finding[] {
  const kept: Piece[] = [];
  let rest = '';
  let from = line.start;
  const keep = (end: number) => {
    kept.push({ at: rest.length, start: from, end });
    rest += text.slice(from, end);
  };
  for (let index = firstFrom(findings, line.start); index < findings.length; index++) {
    const finding = findings[index];
    if (finding === undefined || finding.start >= line.end) break;
    keep(finding.start);
    rest += outline(finding);
    from = finding.end;
  }
  keep(line.end);
  const original = (offset: number, isEnd: boolean): number => {
    const index = pieceAt(kept, isEnd ? offset - 1 : offset);
    const piece = kept[index];
    if (piece === undefined) return line.start;
    const inside = piece.start + offset - piece.at;
    // Inside a marker: everything that the marker replaces.
    if (inside <= piece.end) return inside;
    return isEnd ? (kept[index + 1]?.start ?? line.end) : piece.end;
  };
  return findOnce(rest, rules).map(({ kind, start, end }) => ({
    kind,
    start: original(start, false),
    end: original(end, true),
  }));
}

/** A piece of a line that is kept: its position in `rest`, and in the whole text. */
interface Piece {
  at: number;
  start: number;
  end: number;
}

/** The index of the last piece that begins at or before `offset`. */
function pieceAt(pieces: readonly Piece[], offset: number): number {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((pieces[middle]?.at ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function isKnown(findings: readonly Finding[], { kind, start, end }: Finding): boolean {
  const known = findings[firstFrom(findings, start)];
  return known?.start === start && known.end === end && known.kind === kind;
}

/** The index of the first finding at or after `offset`. */
function firstFrom(findings: readonly Finding[], offset: number): number {
  let low = 0;
  let high = findings.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((findings[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function replaceEach(
  text: string,
  findings: readonly Finding[],
  rules: Rules,
  quoteOf: QuoteOf,
  begin = 0,
): string {
  let replaced = '';
  let from = begin;
  for (const finding of findings) {
    const { kind, start, end } = finding;
    const quote = quoteOf(finding);
    const marker = markerOf(kind, text.slice(start, end), rules);
    replaced += text.slice(from, start) + quote + marker + quote;
    from = end;
  }
  return replaced + text.slice(from);
}
