import type { DeliveryReason } from '../../contract/delivery-reasons.js';
import type { ConnectionReason, PostResult } from './post.js';

/** The outcome of an attempt; `again`: a retry may succeed. */
export type Outcome =
  | { state: 'delivered' }
  | { state: 'again'; reason: DeliveryReason }
  | { state: 'failed'; reason: DeliveryReason };

const AGAIN = {
  address_not_public: false,
  name_not_found: true,
  connection_failed: true,
  certificate_invalid: true,
  timeout: true,
} as const satisfies Record<ConnectionReason, boolean>;

/** The 4xx statuses that mean "try later" rather than "the request is wrong". */
const LATER: Readonly<Record<number, DeliveryReason>> = {
  408: 'timeout',
  425: 'rate_limited',
  429: 'rate_limited',
};

export function judgeResult(result: PostResult): Outcome {
  if (result.kind === 'failed') {
    const { reason } = result;
    return { state: AGAIN[reason] ? 'again' : 'failed', reason };
  }
  const { status } = result;
  if (status >= 200 && status < 300) return { state: 'delivered' };
  if (status >= 300 && status < 400) return { state: 'failed', reason: 'redirected' };
  const later = LATER[status];
  if (later !== undefined) return { state: 'again', reason: later };
  const isRejection = status >= 400 && status < 500;
  return isRejection
    ? { state: 'failed', reason: 'rejected' }
    : { state: 'again', reason: 'server_error' };
}
