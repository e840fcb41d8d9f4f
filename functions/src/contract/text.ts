import { z } from 'zod';

/**
 * A log's text: not blank, and well-formed Unicode. A lone surrogate has no UTF-8 form, so that
 * neither Pub/Sub nor Firestore could keep it as it was sent.
 */
export const textSchema = z
  .string('must be a string')
  .refine((text) => text.trim() !== '', 'must not be empty or only white space')
  .refine((text) => text.isWellFormed(), {
    error: 'holds a lone surrogate (half of a \\ud800–\\udfff pair): send whole characters',
  });

/** Length in bytes of the UTF-8 form, which is what every limit counts. */
export function utf8Bytes(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}
