import { isDigit, joinsWord, unitAt } from '../../chars.js';
import type { RedactionKind } from '../../../contract/redaction-kinds.js';
import type { EnabledKinds, Finding } from '../../types.js';
import {
  CARD_SHAPES,
  isCard,
  isCardGrouping,
  isId,
  isNamedCard,
  isOnTrack,
  MAX_CARD_DIGITS,
  mayBeginCard,
  MIN_CARD_DIGITS,
} from './card.js';
import { isDate } from './date.js';
import { isDottedPort, isIpv4 } from './ip.js';
import {
  canBegin,
  canEnd,
  digitsOf,
  endsAt,
  isInPath,
  lengthOf,
  measured,
  type NumberRun,
  readRun,
  type Segment,
  SPACE,
  toSegment,
} from './number-run.js';
import { phoneAt } from './phone.js';
import {
  hasLabelAfter,
  hasNothingAfter,
  isNamedInPath,
  isNextToHan,
  mayHaveContext,
} from './phone-context.js';
import { isIssuedSsn, isNamedSsn, SSN_SHAPES } from './ssn.js';

/** Everything but an IP address has at least this many digits. */
const MIN_DIGITS = 6;

/** Classifies the run that was just measured. Returns where the scan continues. */
export function classifyNumbers(
  text: string,
  start: number,
  enabled: EnabledKinds,
  findings: Finding[],
): number {
  const { end, digits, groups, dots } = measured;
  // By far the most common: an id or a count, and a date.
  if (groups === 1 && !canBeAnything(text, start, end)) return end;
  if (groups === 3 && digits === 8 && end - start === 10 && isPlainDate(text, start)) return end;
  if (groups === 2 && dots === 1 && isPlainDecimal(text, start, end)) return end;
  if (endsInClock(text, end) && isBeforeClock(text, start, end, digits, groups)) return end;
  return classifyRun(readRun(text, start), enabled, findings);
}

/**
 * `1768471200.123456`: two groups with a dot are nothing to redact without a plus, a leading zero,
 * words about them or a name in a path.
 */
function isPlainDecimal(text: string, start: number, end: number): boolean {
  const before = unitAt(text, start - 1);
  if (before === 43 || before >= 128 || isInPath(text, start)) return false;
  if (unitAt(text, start) === 48 && unitAt(text, start + 1) !== 46) return false;
  return hasNothingAfter(text, end) && !mayHaveContext(text, start);
}

/** Whether the hour of a clock time ends here: `10:` and a digit. */
function endsInClock(text: string, end: number): boolean {
  return (
    unitAt(text, end) === 58 && isDigit(unitAt(text, end + 1)) && !isDigit(unitAt(text, end - 3))
  );
}

/** Exactly `2026-01-15 10` or `2026 10`. */
function isBeforeClock(
  text: string,
  start: number,
  end: number,
  digits: number,
  groups: number,
): boolean {
  if (!isDigit(unitAt(text, end - 2))) return false;
  if (groups === 2) return digits - 2 < MIN_DIGITS;
  return (
    groups === 4 &&
    digits === 10 &&
    end - start === 13 &&
    unitAt(text, start + 10) === 32 &&
    unitAt(text, start + 4) >= 45 &&
    isPlainDate(text, start) &&
    isMonthOrDay(text, start + 5) &&
    isMonthOrDay(text, start + 8)
  );
}

/** Two digits from 01 to 31. */
function isMonthOrDay(text: string, at: number): boolean {
  const value = (unitAt(text, at) - 48) * 10 + unitAt(text, at + 1) - 48;
  return value >= 1 && value <= 31;
}

/** Whether a single group of digits can be anything that we look for. */
function canBeAnything(text: string, start: number, end: number): boolean {
  const length = end - start;
  if (length < MIN_DIGITS || length > MAX_CARD_DIGITS) return false;
  if (isOnTrack(text, start)) return true;
  if (joinsWord(unitAt(text, start - 1)) || !endsAt(text, end)) {
    // Glued to letters. Only an extension or a label may be glued to a phone number.
    if (joinsWord(unitAt(text, start - 1)) || (unitAt(text, end) | 32) !== 120) return false;
  }
  return (
    unitAt(text, start - 1) === 43 ||
    (length >= MIN_CARD_DIGITS && isAnyCard(text, start, end)) ||
    mayHaveContext(text, start) ||
    isNextToHan(text, start, end) ||
    (unitAt(text, start - 1) === 47 && isNamedInPath(text, start)) ||
    hasLabelAfter(text, end)
  );
}

function isAnyCard(text: string, start: number, end: number): boolean {
  const digits = text.slice(start, end);
  return isCard(digits) || isNamedCard(digits, text, start);
}

/** `2026-01-15`, with a plausible year. */
function isPlainDate(text: string, start: number): boolean {
  const separator = unitAt(text, start + 4);
  if (separator !== unitAt(text, start + 7) || isDigit(separator)) return false;
  const century = unitAt(text, start + 1);
  const month = unitAt(text, start + 5);
  return (
    (unitAt(text, start) === 50 ? century === 48 : unitAt(text, start) === 49 && century === 57) &&
    (month === 48 || month === 49) &&
    unitAt(text, start + 8) <= 51
  );
}

/** Collects a run's findings, and how far they reach. */
interface Sink {
  enabled: EnabledKinds;
  findings: Finding[];
  reached: number;
}

function take(sink: Sink, kind: RedactionKind, start: number, end: number): void {
  if (sink.enabled[kind]) sink.findings.push({ kind, start, end });
  if (end > sink.reached) sink.reached = end;
}

/** Finds the numbers in a run. Returns where the scan continues. */
function classifyRun(run: NumberRun, enabled: EnabledKinds, findings: Finding[]): number {
  const sink: Sink = { enabled, findings, reached: run.end };
  const count = run.starts.length;
  let first = 0;
  for (let group = 0; group < count;) {
    const used = usedAt(run, group, sink);
    if (used === 0) {
      group++;
      continue;
    }
    classifySegment(run, first, group - 1, sink);
    group += used;
    first = group;
  }
  classifySegment(run, first, count - 1, sink);
  return sink.reached;
}

/** How many groups from `group` on are an address, a date or part of a clock time. */
function usedAt(run: NumberRun, group: number, sink: Sink): number {
  const { text, starts, ends, separators } = run;
  if (
    separators[group + 1] === '.' &&
    separators[group + 2] === '.' &&
    separators[group + 3] === '.'
  ) {
    if (separators[group] === '.') return dotted(run, group);
    if (separators[group + 4] === '.') return withPort(run, group, sink);
    if (isIpv4(text, starts.slice(group, group + 4), ends.slice(group, group + 4))) {
      take(sink, 'ip', starts[group] ?? 0, ends[group + 3] ?? 0);
      return 4;
    }
  }
  const separator = separators[group + 1];
  if (separator !== undefined && separator !== SPACE && separators[group] !== separator) {
    if (separators[group + 3] !== separator && isDate(run, group)) return 3;
  }
  return isClock(run, group) ? 1 : 0;
}

/** `203.0.113.9.53124`: an address and its port, as tcpdump and BSD's netstat write them. */
function withPort(run: NumberRun, group: number, sink: Sink): number {
  const { text, starts, ends, separators } = run;
  if (separators[group + 5] === '.') return dotted(run, group);
  const start = starts[group] ?? 0;
  if (!isDottedPort(text, start, starts[group + 4] ?? 0, ends[group + 4] ?? 0)) return 0;
  if (!isIpv4(text, starts.slice(group, group + 4), ends.slice(group, group + 4), true)) return 0;
  take(sink, 'ip', start, ends[group + 3] ?? 0);
  return 5;
}

/** Longer sequences of numbers with dots are object identifiers or versions. */
function dotted({ separators }: NumberRun, group: number): number {
  let groups = 1;
  while (separators[group + groups] === '.') groups++;
  return groups > 6 ? groups : 0;
}

/** Whether a group is the `10` or the `30` of `10:30`, at the end or the start of a run. */
function isClock({ text, starts, ends }: NumberRun, group: number): boolean {
  const start = starts[group] ?? 0;
  const end = ends[group] ?? 0;
  if (end - start > 2) return false;
  return (
    (unitAt(text, end) === 58 && isDigit(unitAt(text, end + 1))) ||
    (unitAt(text, start - 1) === 58 && isDigit(unitAt(text, start - 2)))
  );
}

function classifySegment(run: NumberRun, first: number, last: number, sink: Sink): void {
  if (last < first) return;
  let digits = 0;
  for (let group = first; group <= last; group++) digits += lengthOf(run, group);
  if (digits < MIN_DIGITS) return;
  const segment = toSegment(run, first, last);
  for (let group = first; group <= last;) {
    const next =
      cardAt(segment, group, sink) ??
      ssnAt(segment, group, sink) ??
      takePhone(segment, group, sink);
    group = next ?? group + 1;
  }
}

function cardAt(segment: Segment, group: number, sink: Sink): number | undefined {
  const { run, first, shape } = segment;
  const { text } = run;
  const length = lengthOf(run, group);
  const start = run.starts[group] ?? 0;
  if (length < 4 || !mayBeginCard(text, start)) return undefined;
  if (!canBegin(segment, group) && !isOnTrack(text, start)) return undefined;
  if (unitAt(text, start - 1) === 43) return undefined;
  if (length >= MIN_CARD_DIGITS) {
    if (length > MAX_CARD_DIGITS || !canEnd(segment, group)) return undefined;
    if (!isAnyCard(text, start, run.ends[group] ?? 0) || isId(text, start, run.ends[group] ?? 0)) {
      return undefined;
    }
    take(sink, 'card', start, run.ends[group] ?? 0);
    return group + 1;
  }
  const at = (group - first) * 2;
  CARD_SHAPES.lastIndex = at;
  if (!CARD_SHAPES.test(shape)) return undefined;
  // Take the longest number whose check digit is right, down to three groups.
  const most = group + (CARD_SHAPES.lastIndex - at + 1) / 2 - 1;
  for (let last = most; last > group; last--) {
    if (!canEnd(segment, last) || !isCardGrouping(segment, group, last)) continue;
    const digits = digitsOf(run, group, last);
    if (digits.length < MIN_CARD_DIGITS) break;
    if (!isCard(digits) && !isNamedCard(digits, text, start)) continue;
    take(sink, 'card', start, run.ends[last] ?? 0);
    return last + 1;
  }
  return undefined;
}

function ssnAt(segment: Segment, group: number, sink: Sink): number | undefined {
  const { run, first, shape } = segment;
  const { text } = run;
  const start = run.starts[group] ?? 0;
  const length = lengthOf(run, group);
  if ((length !== 3 && length !== 9) || !canBegin(segment, group) || isInPath(text, start)) {
    return undefined;
  }
  if (length === 9) {
    if (!canEnd(segment, group) || !isIssuedSsn(digitsOf(run, group, group))) return undefined;
    if (!isNamedSsn(text, start)) return undefined;
    take(sink, 'ssn', start, run.ends[group] ?? 0);
    return group + 1;
  }
  SSN_SHAPES.lastIndex = (group - first) * 2;
  if (!SSN_SHAPES.test(shape)) return undefined;
  const last = group + 2;
  if (!canEnd(segment, last) || !isIssuedSsn(digitsOf(run, group, last))) return undefined;
  // Without dashes, three columns of numbers look the same.
  if (run.separators[last] !== '-' && !isNamedSsn(text, start)) return undefined;
  take(sink, 'ssn', start, run.ends[last] ?? 0);
  return last + 1;
}

function takePhone(segment: Segment, group: number, sink: Sink): number | undefined {
  const phone = phoneAt(segment, group);
  if (phone === undefined) return undefined;
  take(sink, 'phone', ...phone.span);
  return phone.next;
}
