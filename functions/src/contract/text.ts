import { z } from 'zod';

/**
 * A log's text in a message: well-formed Unicode. A lone surrogate has no UTF-8 form, so neither
 * Pub/Sub nor Firestore could store it. Only a part of a split log may be blank (`log-message.ts`).
 */
export const textSchema = z
  .string('must be a string')
  .refine((text) => text.isWellFormed(), { error: 'must not contain a lone surrogate' });

/** Length in bytes of the UTF-8 form, which is what every limit counts. */
export function utf8Bytes(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

export function isBlank(text: string): boolean {
  return text.trim() === '';
}
