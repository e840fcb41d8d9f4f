import { isKind, REDACTION_KINDS } from '../contract/redaction-kinds.js';
import type { Finding } from './types.js';

/**
 * Sorts findings and removes overlaps. Overlapping ones become one finding, of the kind of the longest,
 * or of the most certain if equally long. Keeps those that only touch.
 */
export function resolve(findings: Finding[]): Finding[] {
  if (findings.length < 2 || areApart(findings)) return findings;
  const sorted = findings.toSorted((a, b) => a.start - b.start || b.end - a.end);
  const resolved: Finding[] = [];
  let longest = 0;
  for (const finding of sorted) {
    const last = resolved.at(-1);
    const length = finding.end - finding.start;
    if (last === undefined || finding.start >= last.end) {
      resolved.push({ ...finding });
      longest = length;
      continue;
    }
    last.end = Math.max(last.end, finding.end);
    if (length > longest || (length === longest && rank(finding) < rank(last))) {
      last.kind = finding.kind;
      longest = length;
    }
  }
  return resolved;
}

/** Whether findings are in order and apart already, as most are. */
function areApart(findings: readonly Finding[]): boolean {
  let end = 0;
  for (const finding of findings) {
    if (finding.start < end) return false;
    end = finding.end;
  }
  return true;
}

/** Most certain first. A tenant's own pattern is more certain than ours. */
function rank({ kind }: Finding): number {
  return isKind(kind) ? REDACTION_KINDS.indexOf(kind) : -1;
}
