import type { ProcessedLog } from '../contract/processed-log.js';
import type { SearchMode } from '../contract/reader-settings.js';
import { MAX_DOCUMENT_BYTES } from '../limits.js';
import { levelOf } from '../search/level.js';
import { collectTerms } from '../search/terms.js';

/** What `terms` and `level` take beside the terms themselves. */
const NAMES_BYTES = 'terms'.length + 1 + 'level'.length + 1 + 8;

/**
 * Gives a document that is otherwise complete what it is found by: all comes from what it holds
 * redacted. It takes no more than the document has room for, so that no log is too large because
 * of it. Returns what the document has at most then.
 */
export function addTerms(log: ProcessedLog, mode: SearchMode, bytes: number): number {
  const room = MAX_DOCUMENT_BYTES - bytes - NAMES_BYTES;
  if (mode === 'off' || room <= 0) return bytes;
  const { terms, bytes: ofTerms } = collectTerms(log, mode, room);
  log.terms = terms;
  log.level = levelOf(log.severity);
  return bytes + NAMES_BYTES + ofTerms;
}
