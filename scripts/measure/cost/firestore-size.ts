import { documentBytes } from '../../../functions/src/process/document-size.js';

/** What a document's name takes in itself: the rules are those of {@link documentBytes}. */
export const nameBytes = (path: string): number => documentBytes(path, {}) - 32;

/** What a value takes in a document or in an index entry. */
export const valueBytes = (value: unknown): number =>
  documentBytes('a', [value]) - documentBytes('a', []);
