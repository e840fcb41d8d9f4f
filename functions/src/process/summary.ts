import type { DeadLetterReason } from '../contract/dead-letter.js';
import { countedAs } from '../contract/redaction-kinds.js';
import type { RedactionCounts } from '../redact/index.js';
import type { Outcome } from './store-logs.js';

/** How many logs of a message had which outcome; each log counts once. */
export interface Summary {
  stored: number;
  duplicate: number;
  /** Logs of a deleted tenant. */
  discarded: number;
  /** Dead letters whose `log_id` belongs to another log. */
  conflict: number;
  /** Dead letters for any other reason. */
  dead: number;
  /** To be redelivered. */
  retry: number;
  /** By kind, in the logs stored now; all of a tenant's own patterns, whatever their names, under `own`. */
  redactions: RedactionCounts;
  /** Those of `conflict` and `dead`. */
  deadLetters: readonly { reason: DeadLetterReason; logId?: string }[];
}

export function summarise(outcomes: readonly Outcome[]): Summary {
  const redactions: Record<string, number> = {};
  const deadLetters = outcomes.filter((outcome) => outcome.kind === 'dead_letter');
  const fates = { stored: 0, duplicate: 0, discarded: 0, conflict: 0, dead: 0, retry: 0 };
  for (const outcome of outcomes) {
    fates[fate(outcome)] += 1;
    if (outcome.kind !== 'stored') continue;
    for (const [name, count] of Object.entries(outcome.redactions)) {
      const kind = countedAs(name);
      redactions[kind] = (redactions[kind] ?? 0) + count;
    }
  }
  return { ...fates, redactions, deadLetters };
}

function fate(outcome: Outcome): Exclude<keyof Summary, 'redactions' | 'deadLetters'> {
  if (outcome.kind !== 'dead_letter') return outcome.kind;
  return outcome.reason === 'log_id_conflict' ? 'conflict' : 'dead';
}
