import type { ProcessedLog } from '../contract/processed-log.js';
import type { SearchMode } from '../contract/reader-settings.js';
import { MAX_DOCUMENT_BYTES } from '../limits.js';
import { levelOf } from '../search/level.js';
import { collectTerms } from '../search/terms.js';

/** What `terms` and `level` take beside the terms themselves. */
const NAMES_BYTES = 'terms'.length + 1 + 'level'.length + 1 + 8;

/**
 * Adds the search terms to a document that is otherwise complete. They come only from its redacted
 * content, and take no more than the room left, so they never make a log too large. Returns an upper
 * bound for the document's size afterwards.
 */
export function addTerms(log: ProcessedLog, mode: SearchMode, bytes: number): number {
  const room = MAX_DOCUMENT_BYTES - bytes - NAMES_BYTES;
  if (mode === 'off' || room <= 0) return bytes;
  const { terms, bytes: ofTerms } = collectTerms(log, mode, room);
  log.terms = terms;
  log.level = levelOf(log.severity);
  return bytes + NAMES_BYTES + ofTerms;
}
