import { MAX_PACKED_BYTES } from '../limits.js';
import { Problem } from './http/problem.js';

/** The answer to a request whose logs exceed the limit of all messages together. */
export function packedTooLarge(): Problem {
  const detail = `The logs of the request take more than ${MAX_PACKED_BYTES} bytes, including what they have in common: send fewer at once.`;
  return new Problem('content_too_large', detail);
}
