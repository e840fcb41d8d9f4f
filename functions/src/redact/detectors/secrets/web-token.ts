import { isAlphanumeric, unitAt } from '../../chars.js';
import { meter } from '../../meter.js';
import type { Memo } from './memo.js';

/**
 * The end of the JSON Web Token (RFC 7519) that begins with the `eyJ` at `at`, or 0. Requires only a
 * header and a body: a token that is cut off after them is no less secret.
 */
export function webTokenEnd(text: string, at: number, memo: Memo): number {
  if (at < memo.noTokenBefore) return 0;
  const head = base64UrlEnd(text, at);
  if (head - at < 8 || unitAt(text, head) !== 46) {
    memo.noTokenBefore = head;
    return 0;
  }
  let end = base64UrlEnd(text, head + 1);
  if (end - head < 5) {
    memo.noTokenBefore = head;
    return 0;
  }
  // JWS has three parts, JWE five.
  for (let part = 2; part < 5 && unitAt(text, end) === 46; part++) {
    const next = base64UrlEnd(text, end + 1);
    if (next === end + 1) break;
    end = next;
  }
  return end;
}

function base64UrlEnd(text: string, from: number): number {
  let end = from;
  for (; end < text.length; end++) {
    const unit = unitAt(text, end);
    if (!isAlphanumeric(unit) && unit !== 45 && unit !== 95) break;
  }
  meter.steps += end - from;
  return end;
}
