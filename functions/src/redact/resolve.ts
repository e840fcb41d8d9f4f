import { isKind, REDACTION_KINDS } from '../contract/redaction-kinds.js';
import type { Finding } from './types.js';

/**
 * Sorts findings and merges those that overlap. The merged finding gets the kind of the longest, or
 * the most certain kind if they are equally long. Findings that only touch stay separate.
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

/** Whether findings are already in order and apart, as is usual. */
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
