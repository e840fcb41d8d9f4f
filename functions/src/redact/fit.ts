import type { Finding } from './types.js';

/**
 * What {@link file://./../limits.ts} reckons with: redaction lengthens a text to 10/7 at the most,
 * as a local number of seven digits whose marker has ten characters.
 */
const GROWTH = 10 / 7;

/** Texts up to this length may grow more: what they add is no matter. */
const SLACK = 512;

/**
 * Joins neighbours, first those with little between them, until the redacted text is short enough.
 * Only a text that is made of little else than short findings comes to it.
 */
export function fit(
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
  for (const finding of findings) redacted += markerLength(finding) - (finding.end - finding.start);
  return redacted <= length * GROWTH + SLACK;
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
