import { MAX_REQUEST_BYTES } from '../../limits.js';
import { Problem } from './problem.js';

/**
 * For a body that inflates to more than `most` bytes: `undefined`, so that the caller can ask for more
 * memory. Throws 413 if it exceeds the limit for any body.
 */
export function inflatedTooLarge(most: number): undefined {
  if (most < MAX_REQUEST_BYTES) return undefined;
  const detail = `The body decompresses to more than ${MAX_REQUEST_BYTES} bytes: send it in parts.`;
  throw new Problem('content_too_large', detail);
}
