import type { Span } from './span.js';

const BEARER = /Bearer[ \t]{1,4}(?=[A-Za-z0-9._~+/-]{0,64}\d)([A-Za-z0-9._~+/-]{16,4096}={0,3})/iy;
const BASIC = /Basic[ \t]{1,4}([A-Za-z0-9+/]{8,1024}={0,2})(?![A-Za-z0-9+/=])/iy;

/** The credentials of an HTTP scheme at `at` (RFC 6750, RFC 7617). */
export function schemeCredentials(text: string, at: number): Span | undefined {
  BEARER.lastIndex = at;
  const token = BEARER.exec(text)?.[1];
  if (token !== undefined) return { start: BEARER.lastIndex - token.length, end: BEARER.lastIndex };
  BASIC.lastIndex = at;
  const pair = BASIC.exec(text)?.[1];
  // `Basic authentication` consists of base64 letters too.
  if (pair === undefined || !isPairInBase64(pair)) return undefined;
  return { start: BASIC.lastIndex - pair.length, end: BASIC.lastIndex };
}

/** Whether base64 decodes to `user:password`. */
export function isPairInBase64(base64: string): boolean {
  const decoded = Buffer.from(base64.slice(0, 512), 'base64').toString('latin1');
  return /^[\x20-\x7e]{0,384}$/.test(decoded) && decoded.includes(':');
}
