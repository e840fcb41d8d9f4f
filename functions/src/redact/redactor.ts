import { DETECTORS } from './detectors/index.js';
import type { Finding } from './types.js';

/** Stands for every piece of personal data. */
export const REDACTED = '[REDACTED]';

/** Stored with each document; raised when the same text would be redacted otherwise. */
export const REDACTOR_VERSION = '1';

export interface Redacted {
  text: string;
  /** In order, none overlapping another; offsets in the text as it was given. */
  findings: Finding[];
}

/** Puts {@link REDACTED} in the place of personal data. Never throws; linear in the text. */
export function redact(text: string): Redacted {
  const findings = findAll(text);
  return { text: replaceEach(text, findings, () => REDACTED), findings };
}

/** A removed neighbour can make a number of what was the rest of one; twice is rare already. */
const MAX_PASSES = 5;

/** Looks again with what was found blanked out, so that redacting twice changes nothing. */
function findAll(text: string): Finding[] {
  let findings: Finding[] = [];
  let remaining = text;
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const found = findOnce(remaining);
    if (found.length === 0) break;
    findings = join([...findings, ...found]);
    remaining = blank(text, findings);
  }
  return findings;
}

function findOnce(text: string): Finding[] {
  const findings = DETECTORS.flatMap(({ kind, gate, find }) =>
    gate.test(text) ? Array.from(find(text), ([start, end]) => ({ kind, start, end })) : [],
  );
  return findings.length > 1 ? join(findings) : findings;
}

/** What overlaps becomes one finding, of the kind of its longest part. Keeps what only touches. */
function join(findings: Finding[]): Finding[] {
  // Stable: among equals the order of the detectors stays.
  const sorted = findings.toSorted((a, b) => a.start - b.start || b.end - a.end);
  const joined: Finding[] = [];
  let longest = 0;
  for (const finding of sorted) {
    const last = joined.at(-1);
    const length = finding.end - finding.start;
    if (last === undefined || finding.start >= last.end) {
      joined.push({ ...finding });
      longest = length;
      continue;
    }
    last.end = Math.max(last.end, finding.end);
    if (length > longest) {
      last.kind = finding.kind;
      longest = length;
    }
  }
  return joined;
}

/** The text with each finding as long as before, and to its neighbours like {@link REDACTED}. */
function blank(text: string, findings: readonly Finding[]): string {
  return replaceEach(
    text,
    findings,
    ({ start, end }) => `[${'x'.repeat(Math.max(0, end - start - 2))}]`,
  );
}

function replaceEach(
  text: string,
  findings: readonly Finding[],
  replacement: (finding: Finding) => string,
): string {
  let replaced = '';
  let from = 0;
  for (const finding of findings) {
    replaced += text.slice(from, finding.start) + replacement(finding);
    from = finding.end;
  }
  return replaced + text.slice(from);
}
