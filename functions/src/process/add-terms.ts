import type { ProcessedLog } from '../contract/processed-log.js';
import type { SearchMode } from '../contract/reader-settings.js';
import { MAX_DOCUMENT_BYTES } from '../limits.js';
import { levelOf } from '../search/level.js';
import { type Collected, collectTerms } from '../search/terms.js';

/** What `terms` and `level` take beside the terms themselves. */
const NAMES_BYTES = 'terms'.length + 1 + 'level'.length + 1 + 8;

/**
 * Adds the search terms to a document that is otherwise complete. They come only from its redacted
 * content, and take no more than the room left, so they never make a log too large. Returns an upper
 * bound for the document's size afterwards, and whether JSON needs no escapes for the terms.
 */
export function addTerms(
  log: ProcessedLog,
  mode: SearchMode,
  bytes: number,
): Omit<Collected, 'terms'> {
  const room = MAX_DOCUMENT_BYTES - bytes - NAMES_BYTES;
  if (mode === 'off' || room <= 0) return { bytes, isPlain: false };
  const { terms, bytes: ofTerms, isPlain } = collectTerms(log, mode, room);
  log.terms = terms;
  log.level = levelOf(log.severity);
  return { bytes: bytes + NAMES_BYTES + ofTerms, isPlain };
}
