import { isDigit, unitAt } from '../../chars.js';
import { LABEL } from '../../marker-pattern.js';
import { meter } from '../../meter.js';
import type { Memo } from './memo.js';
import type { Span } from './span.js';

const MAX_USER = 128;
const MAX_AUTHORITY = 256;
/** RFC 3986, section 3.2.1; the first colon ends the user name. */
const USER = /[^\s/?#@:"'<>]{0,128}:/y;
/** A token instead of a user name: `https://TOKEN@github.com`. */
const TOKEN = /((?=[\w.~-]{0,64}\d)[\w.~-]{20,256})@(?=[\w[])/y;
/** `host`, `host:port`, `h1:1,h2:2` or an IPv6 address, and what may follow. */
const HOST =
  /(?:\[[\da-fA-F:.]{2,48}\]|[\w.-]{1,255})(?::(?:\d{1,5}|\$?\{?\w{1,32}\}?)(?![\w]))?(?=[/?#,;\s"'<>)\]}|\\&`]|\.?$)/y;
/** A database driver's network after `@`: `user:password@tcp(db:3306)/main`. */
const NETWORK = /(?:tcp|tcp4|tcp6|udp|unix|cloudsql)\(/y;
/** A label, optionally after a user name. */
const REDACTED_PASSWORD = new RegExp(`^(?:[^:]{0,64}:)?${LABEL.source}$`);
const PORT = /\d{1,5}(?=[/?#\s"'<>]|$)/y;

/** User and password, or token, of the URL whose `://` is at `at`; may contain a raw `@`, `#` or `/`. */
export function userInfo(text: string, at: number, memo: Memo): Span | undefined {
  const start = at + 3;
  if (memo.nextAt < start) {
    const next = text.indexOf('@', start);
    memo.nextAt = next < 0 ? text.length : next;
    meter.steps += memo.nextAt - start;
  }
  if (memo.nextAt - start > MAX_USER + MAX_AUTHORITY || memo.nextAt === text.length)
    return undefined;
  USER.lastIndex = start;
  if (USER.test(text)) {
    const from = USER.lastIndex;
    PORT.lastIndex = from;
    // `host:8080/a@b`
    if (PORT.test(text)) return undefined;
    const end = passwordEnd(text, from);
    if (end === 0 || end === start + 1) return undefined;
    return isRedacted(text.slice(start, Math.min(end, start + 64))) ? undefined : { start, end };
  }
  TOKEN.lastIndex = start;
  const token = TOKEN.exec(text)?.[1];
  return token === undefined ? undefined : { start, end: start + token.length };
}

function isRedacted(credentials: string): boolean {
  return REDACTED_PASSWORD.test(credentials);
}

/** Where a password ends: before the `@` that precedes a host; 0 if there is none. */
function passwordEnd(text: string, from: number): number {
  let best = 0;
  let isHost = false;
  let end = from;
  for (; end < text.length && end - from < MAX_AUTHORITY; end++) {
    const unit = unitAt(text, end);
    if (unit <= 32 || unit === 34 || unit === 39 || unit === 60 || unit === 62) break;
    if (unit === 63 && best > 0) break;
    if (unit !== 64) continue;
    HOST.lastIndex = end + 1;
    NETWORK.lastIndex = end + 1;
    const isNext = HOST.test(text) || NETWORK.test(text);
    if (!isNext && isHost) break;
    // The password has a slash, and a later `@` has a better host: `p@ss/w@db.internal`.
    if (isHost && isCertainHost(text, best)) break;
    best = end;
    isHost = isNext;
  }
  meter.steps += (end - from) * 2;
  if (best > 0) {
    HOST.lastIndex = best + 1;
    NETWORK.lastIndex = best + 1;
    if (HOST.test(text) || NETWORK.test(text)) return best;
    // No recognizable host follows, but what precedes it is a password all the same.
    return /[\w[]/.test(text[best + 1] ?? '') && !/[/?#]/.test(text.slice(from, best)) ? best : 0;
  }
  return 0;
}

/** Whether the host after the `@` at `at` has a dot or a port, or is `localhost`. */
function isCertainHost(text: string, at: number): boolean {
  HOST.lastIndex = at + 1;
  const host = HOST.exec(text)?.[0];
  return host !== undefined && /\.|:\d{1,5}$|^localhost$|^\[/.test(host);
}

/** The `user:password` before `@tcp(`, whose network begins at `at`. */
export function driverCredentials(text: string, at: number): Span | undefined {
  NETWORK.lastIndex = at;
  if (unitAt(text, at - 1) !== 64 || !NETWORK.test(text)) return undefined;
  let start = at - 1;
  while (at - start < 256 && start > 0) {
    const unit = unitAt(text, start - 1);
    if (unit <= 32 || unit === 34 || unit === 39 || unit === 61 || unit === 96) break;
    start--;
  }
  meter.steps += at - start;
  const found = text.slice(start, at - 1);
  return found.includes(':') && !isRedacted(found) ? { start, end: at - 1 } : undefined;
}

/** After the `@` of credentials without a scheme: an IPv4 address, a port, or Go's `(host:port)/`. */
const BARE_HOST =
  /(?:\d{1,3}(?:\.\d{1,3}){3}(?![\w.])|localhost(?![\w.-])|[A-Za-z][\w-]{0,62}:\d{2,5}(?![\w:])|\([\w.-]{1,128}:\d{2,5}\)|\/[a-z]\w{0,32}(?:\?|$|[\s"'])|\/\/[\w.-]{1,128}[:/])/y;
const MAX_BARE = 96;
/** `ann:x`, `CORP/ann:x`; not a scheme, an image or a package. */
const BARE =
  /(?:^|[\s"'=`([,])(?!(?:sips?|mailto|xmpp|ssh|user|from|to|npm|image|git|acct):)(?:[\w.-]{1,32}[\\/]{1,4})?[A-Za-z][\w.-]{0,63}:((?=[^\s:]{0,63}[A-Za-z])(?=[^\s:]{0,63}[\d!#$%^&*])[^\s:"'\\/]{6,64})$/;

/** The password of `ann:x@10.0.0.5`, credentials without a scheme, whose `@` is at `at`. */
export function bareCredentials(text: string, at: number): Span | undefined {
  BARE_HOST.lastIndex = at + 1;
  if (!BARE_HOST.test(text)) return undefined;
  meter.steps += MAX_BARE * 2;
  const from = Math.max(0, at - MAX_BARE);
  const password = BARE.exec(text.slice(from, at))?.[1];
  return password === undefined ? undefined : { start: at - password.length, end: at };
}

/** The Telegram bot token whose `:` is at `at`: `123456789:AA…`. */
export function botToken(text: string, at: number): Span | undefined {
  if (unitAt(text, at + 1) !== 65 || !isDigit(unitAt(text, at - 1))) return undefined;
  BOT.lastIndex = at + 1;
  if (!BOT.test(text)) return undefined;
  let start = at;
  while (at - start < 17 && isDigit(unitAt(text, start - 1))) start--;
  return at - start >= 5 && at - start <= 16 ? { start, end: BOT.lastIndex } : undefined;
}
/** https://core.telegram.org/bots/api#authorizing-your-bot; detect-secrets: 35, gitleaks: `A` and 34. */
const BOT = /A[\w-]{28,40}(?![\w-])/y;
