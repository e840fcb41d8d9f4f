import { meter } from '../../meter.js';
import type { Memo } from './memo.js';
import type { Span } from './span.js';

const MAX_PEM = 16_384;
const PEM_LABEL = /BEGIN ((?:[A-Z0-9]{1,16} ){0,4}PRIVATE KEY(?: BLOCK)?)-----/y;
/** Lines of base64; the line breaks may be escaped. */
const PEM_BODY = /(?:(?:\s|\\[nr]){1,4}[A-Za-z0-9+/=]{1,4096}(?=[\s\\.…]|$)){0,512}/y;

/** The private key (RFC 7468) whose `BEGIN` is at `at`; if its end is missing, its base64 lines. */
export function privateKey(text: string, at: number, memo: Memo): Span | undefined {
  if (!text.startsWith('-----', at - 5)) return undefined;
  PEM_LABEL.lastIndex = at;
  const label = PEM_LABEL.exec(text)?.[1];
  if (label === undefined) return undefined;
  const from = PEM_LABEL.lastIndex;
  if (memo.nextFoot < from) {
    const next = text.indexOf('-----END ', from);
    memo.nextFoot = next < 0 ? text.length : next;
    meter.steps += memo.nextFoot - from;
  }
  const foot = `-----END ${label}-----`;
  if (memo.nextFoot - from <= MAX_PEM && text.startsWith(foot, memo.nextFoot)) {
    return { start: at - 5, end: memo.nextFoot + foot.length };
  }
  PEM_BODY.lastIndex = from;
  PEM_BODY.test(text);
  const end = Math.max(from, PEM_BODY.lastIndex);
  meter.steps += end - from;
  return end - from > 16 ? { start: at - 5, end } : undefined;
}
