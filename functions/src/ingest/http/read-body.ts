import {
  LARGE_BODIES_BYTES,
  LARGE_BODY_WAIT_MS,
  MAX_REQUEST_BYTES,
  SMALL_BODY_BYTES,
} from '../../limits.js';
import { createByteBudget, type Share } from './byte-budget.js';
import type { IngestRequest } from './http.js';
import { type Coding, contentCoding, inflateBody, inflatedBound } from './inflate.js';
import { Problem } from './problem.js';

/**
 * Gives a request's body, inflated, to `work`; holds its memory until that has settled. `coding` is
 * what the body is known to be compressed with, whatever its headers say.
 */
export type WithBody = <T>(
  request: IngestRequest,
  work: (body: Buffer) => Promise<T>,
  coding?: Coding,
) => Promise<T>;

/**
 * Reads bodies within the memory of an instance: small ones at once, large ones and what may
 * inflate to one only while {@link LARGE_BODIES_BYTES} suffice for all. Throws 400, 413, 415, and
 * 503 for a body whose turn does not come.
 */
export function createWithBody(
  acquire = createByteBudget(LARGE_BODIES_BYTES, LARGE_BODY_WAIT_MS),
): WithBody {
  return async (request, work, known) => {
    const coding = known ?? contentCoding(request);
    const sent = request.body;
    if (sent.length > MAX_REQUEST_BYTES) {
      const detail = `The body has ${sent.length} bytes: at most ${MAX_REQUEST_BYTES} are taken.`;
      throw new Problem('content_too_large', detail);
    }
    const bound = coding === undefined ? sent.length : inflatedBound(coding, sent.length);
    const share = bound <= SMALL_BODY_BYTES ? undefined : await takeTurn(bound);
    try {
      if (coding === undefined) return await work(sent);
      const body = await inflateBody(coding, sent);
      share?.shrinkTo(body.length);
      return await work(body);
    } finally {
      share?.release();
    }
  };

  async function takeTurn(bytes: number): Promise<Share> {
    const share = await acquire(bytes);
    if (share !== undefined) return share;
    const detail = 'Too many large bodies are in work here: send it again, or in smaller parts.';
    throw new Problem('unavailable', detail);
  }
}
