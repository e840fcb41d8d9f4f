import { isAlphanumeric, unitAt } from '../../chars.js';
import { meter } from '../../meter.js';

const BEARER = /Bearer[ \t]{1,4}(?=[A-Za-z0-9._~+/-]{0,64}\d)([A-Za-z0-9._~+/-]{16,4096}={0,3})/iy;
const BASIC = /Basic[ \t]{1,4}([A-Za-z0-9+/]{8,1024}={0,2})(?![A-Za-z0-9+/=])/iy;
/** RFC 3986, section 3.2.1. */
const USER_INFO = /:\/\/([^\s/?#@:"'<>]{0,128}):([^\s/?#@"'<>]{1,256})@(?=[\w[])/y;
/** A token in the place of the user: `https://TOKEN@github.com`. */
const USER_TOKEN = /:\/\/((?=[\w-]{0,64}\d)[\w-]{20,256})@(?=[\w[])/y;

interface Found {
  start: number;
  end: number;
}

/** The credentials of an HTTP scheme at `at` (RFC 6750, RFC 7617). */
export function schemeCredentials(text: string, at: number): Found | undefined {
  BEARER.lastIndex = at;
  const token = BEARER.exec(text)?.[1];
  if (token !== undefined) return { start: BEARER.lastIndex - token.length, end: BEARER.lastIndex };
  BASIC.lastIndex = at;
  const pair = BASIC.exec(text)?.[1];
  // `Basic authentication` is in base64's letters, too.
  if (pair === undefined || !/^[\x20-\x7e]*:[\x20-\x7e]*$/.test(decode(pair))) return undefined;
  return { start: BASIC.lastIndex - pair.length, end: BASIC.lastIndex };
}

function decode(base64: string): string {
  return Buffer.from(base64.slice(0, 512), 'base64').toString('latin1');
}

/** User and password of a URL whose `://` is at `at`. */
export function userInfo(text: string, at: number): Found | undefined {
  USER_INFO.lastIndex = at;
  const [whole, user = '', password = ''] = USER_INFO.exec(text) ?? [];
  if (whole !== undefined) {
    if (user === '' && password === '') return undefined;
    const start = at + 3;
    if (/^\[REDACTED[^\]]*\]$/.test(`${user}:${password}`)) return undefined;
    return { start, end: start + user.length + 1 + password.length };
  }
  USER_TOKEN.lastIndex = at;
  const token = USER_TOKEN.exec(text)?.[1];
  return token === undefined ? undefined : { start: at + 3, end: at + 3 + token.length };
}

const MAX_PEM = 16_384;
const PEM_LABEL = /BEGIN ((?:[A-Z0-9]{1,16} ){0,4}PRIVATE KEY(?: BLOCK)?)-----/y;
/** Lines of base64, real ones or escaped in a string. */
const PEM_BODY = /(?:(?:\s|\\[nr]){1,4}[A-Za-z0-9+/=]{1,4096}(?=[\s\\]|$)){0,512}/y;

/** What a scan of one text knows of what is further on, so that nothing is searched twice. */
export interface Memo {
  /** No JSON Web Token begins before it. */
  noTokenBefore: number;
  /** The next `-----END `; the text's length where there is none. */
  nextFoot: number;
}

/** A private key (RFC 7468) whose `BEGIN` is at `at`; without its end, its lines of base64. */
export function privateKey(text: string, at: number, memo: Memo): Found | undefined {
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

/**
 * The end of the JSON Web Token (RFC 7519) that begins with the `eyJ` at `at`, or 0. A header and a
 * body at least; what is cut off after them is none less secret.
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

export const CREDENTIAL_PATTERNS: readonly RegExp[] = [
  BEARER,
  BASIC,
  USER_INFO,
  USER_TOKEN,
  PEM_LABEL,
  PEM_BODY,
];
