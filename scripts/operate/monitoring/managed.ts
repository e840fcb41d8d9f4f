import { createHash } from 'node:crypto';

import type { Json } from '../../../harness/google/messages.js';

/** By this label the command knows its own alerts and dashboard; all others it leaves alone. */
export const MANAGED_BY = { managed_by: 'ingestion-gateway' } as const;

/**
 * Labels of what a file makes. `spec` is the file's content as a hash: so a field that was taken
 * out of a file is seen, which among the defaults that Google adds it could not be.
 */
export function labelsOf(spec: Json, labels: Record<string, string> = {}): Record<string, string> {
  const hash = createHash('sha256').update(JSON.stringify(spec)).digest('hex');
  return { ...MANAGED_BY, ...labels, spec: hash.slice(0, 16) };
}

export function isManaged(labels: unknown): labels is Record<string, string> {
  return (labels as Record<string, unknown> | undefined)?.['managed_by'] === MANAGED_BY.managed_by;
}
