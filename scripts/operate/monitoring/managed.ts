import { createHash } from 'node:crypto';

import type { Json } from '../../../harness/google/messages.js';

/** The label that marks the command's own alerts and dashboard; it leaves all others alone. */
export const MANAGED_BY = { managed_by: 'ingestion-gateway' } as const;

/**
 * Labels of a file's resources. `spec` is a hash of the file's content: it reveals a field removed
 * from a file, which would be lost among the defaults that Google adds.
 */
export function labelsOf(spec: Json, labels: Record<string, string> = {}): Record<string, string> {
  const hash = createHash('sha256').update(JSON.stringify(spec)).digest('hex');
  return { ...MANAGED_BY, ...labels, spec: hash.slice(0, 16) };
}

export function isManaged(labels: unknown): labels is Record<string, string> {
  return (labels as Record<string, unknown> | undefined)?.['managed_by'] === MANAGED_BY.managed_by;
}
