import type { Finding } from './types.js';

/**
 * How much longer redaction may make a text; `limits.ts` relies on it. Enough for lists of short
 * addresses, where `1.1.1.1 ` grows to 11/8.
 */
export const MAX_GROWTH = 7 / 5;

/**
 * Merges neighbouring findings, closest first, until the redacted text is short enough. Only texts
 * that consist almost entirely of short findings need this.
 */
export function limitGrowth(
  text: string,
  findings: Finding[],
  markerLength: (finding: Finding) => number,
): Finding[] {
  let joined = findings;
  for (let gap = 1; !fits(text.length, joined, markerLength); gap *= 2) {
    joined = joinAcross(joined, gap);
    if (joined.length === 1) break;
  }
  return joined;
}

function fits(
  length: number,
  findings: readonly Finding[],
  markerLength: (finding: Finding) => number,
): boolean {
  let redacted = length;
  let longest = 0;
  for (const finding of findings) {
    const marker = markerLength(finding);
    redacted += marker - (finding.end - finding.start);
    longest = Math.max(longest, marker);
  }
  // Allow one marker more, for a text that is all one finding.
  return redacted <= length * MAX_GROWTH + longest;
}

function joinAcross(findings: readonly Finding[], gap: number): Finding[] {
  const joined: Finding[] = [];
  for (const finding of findings) {
    const last = joined.at(-1);
    if (last !== undefined && finding.start - last.end <= gap) last.end = finding.end;
    else joined.push({ ...finding });
  }
  return joined;
}
