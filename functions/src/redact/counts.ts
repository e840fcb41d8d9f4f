import type { Finding } from './types.js';

/** How many findings there are of each kind; kinds without any are absent. */
export type RedactionCounts = Readonly<Record<string, number>>;

export function countByKind(findings: readonly Finding[]): RedactionCounts {
  const counts: Record<string, number> = {};
  for (const { kind } of findings) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

export function mergeCounts(a: RedactionCounts, b: RedactionCounts): RedactionCounts {
  const merged: Record<string, number> = { ...a };
  for (const [kind, count] of Object.entries(b)) {
    merged[kind] = (merged[kind] ?? 0) + count;
  }
  return merged;
}
