import type { Finding } from '../../types.js';

/** Where a secret is: UTF-16 offsets, `end` exclusive. */
export interface Span {
  start: number;
  end: number;
}

/** Pushes a secret. Returns where the scan continues. */
export function push(findings: Finding[], { start, end }: Span): number {
  findings.push({ kind: 'secret', start, end });
  return end;
}
