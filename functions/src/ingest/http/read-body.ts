import {
  LARGE_BODIES_BYTES,
  LARGE_BODY_WAIT_MS,
  LARGE_BODY_WEIGHT,
  MAX_REQUEST_BYTES,
  SMALL_BODY_BYTES,
} from '../../limits.js';
import { type Acquire, createByteBudget, type Share } from '../../lib/byte-budget.js';
import type { IngestRequest } from './http.js';
import { type Coding, contentCoding, inflateBody, inflationSteps } from './inflate.js';
import { Problem } from './problem.js';

/**
 * Passes a request's inflated body to `work` and holds its memory until that settles. `coding` is how
 * the body is known to be compressed, whatever its headers say.
 */
export type WithBody = <T>(
  request: IngestRequest,
  work: (body: Buffer) => Promise<T>,
  coding?: Coding,
) => Promise<T>;

/**
 * Reads bodies within an instance's memory: those that are small once inflated at once, larger ones
 * only while {@link LARGE_BODIES_BYTES} suffice for all, tenants taking turns. A compressed body
 * acquires memory as it grows, and holds none while it waits. Throws 400, 413, 415, or 503 if a body's
 * turn does not come.
 */
export function createWithBody(
  acquire: Acquire = createByteBudget({ total: LARGE_BODIES_BYTES, waitMs: LARGE_BODY_WAIT_MS }),
): WithBody {
  return async (request, work, known) => {
    const coding = known ?? contentCoding(request);
    const sent = request.body;
    if (sent.length > MAX_REQUEST_BYTES) throw tooLong(sent.length);
    const owner = request.facts.tenantId ?? request.header('x-tenant-id') ?? '';
    if (coding === undefined) {
      return held(owner, sent.length, () => work(sent));
    }
    for (const most of inflationSteps(coding, sent.length)) {
      const attempt = await held(owner, most, async (share) => {
        const body = await inflateBody(coding, sent, most);
        if (body === undefined) return undefined;
        share?.shrinkTo(body.length <= SMALL_BODY_BYTES ? 0 : weightOf(body.length));
        return { done: await work(body) };
      });
      if (attempt !== undefined) return attempt.done;
    }
    throw new TypeError('a body grew beyond its bound');
  };

  /** Works while holding memory for this many bytes; small bodies need none. */
  async function held<T>(
    owner: string,
    bytes: number,
    work: (share: Share | undefined) => Promise<T>,
  ): Promise<T> {
    const share = bytes <= SMALL_BODY_BYTES ? undefined : await takeTurn(owner, weightOf(bytes));
    try {
      return await work(share);
    } finally {
      share?.release();
    }
  }

  async function takeTurn(owner: string, bytes: number): Promise<Share> {
    const share = await acquire(owner, bytes);
    if (share !== undefined) return share;
    const detail =
      'Too many large requests are being processed. Send this one again, or in smaller parts.';
    throw new Problem('unavailable', detail);
  }
}

/** Small bodies can hold many logs, which take many times their size. */
function weightOf(bytes: number): number {
  return Math.max(bytes, Math.min(bytes * LARGE_BODY_WEIGHT.factor, LARGE_BODY_WEIGHT.most));
}

/** Of a body, or of what its headers announce. */
export function tooLong(bytes: number): Problem {
  const detail = `The body has ${bytes} bytes: at most ${MAX_REQUEST_BYTES} are accepted.`;
  return new Problem('content_too_large', detail);
}
