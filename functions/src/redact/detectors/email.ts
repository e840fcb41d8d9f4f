import { isAlphanumeric, isLetter, isSpaceless, isWord, unitAt } from '../chars.js';
import { meter } from '../meter.js';

/** RFC 5321, section 4.5.3.1, allows a local part 64 octets; some senders write more. */
const MAX_LOCAL = 256;
/** A quoted local part, with its quotes. */
const MAX_QUOTED = 66;
const QUOTE = 34;
/** RFC 1035, section 2.3.4: at most 63 octets a label, 255 a name. */
const MAX_LABEL = 63;
const MAX_DOMAIN = 255;

/** RFC 5322, section 3.2.3 (atext), and the dot; `isWord` covers the letters of RFC 6531. */
const ATEXT = new Set("!#$%&'*+/=?^_`{|}~.-".split('').map((char) => char.charCodeAt(0)));

/** What may stand right before an address in a log: `key=ann@…`, `/ann@…`, `'ann@…`, `"ann@…`. */
const LEADS = new Set('=/`{|?&!#$%^*~'.split('').map((char) => char.charCodeAt(0)));

/** `logo@2x.png` is an image for high-density screens. No such top-level domains exist. */
const PICTURE = /\.(?:png|jpe?g|gif|webp|avif|svg|js|jsx|tsx|css|html?|jar|tgz|gz)$/i;
/** systemd's `getty@tty1.service`. No such top-level domains exist either. */
const UNIT = /\.(?:service|socket|timer|scope|slice|mount|automount|swap|device)$/;

/**
 * The address around the `@` at `at`. Looks back no further than `floor`, the end of the previous
 * finding, or the previous `@`.
 */
export function emailAround(
  text: string,
  at: number,
  floor: number,
): { start: number; end: number } | undefined {
  const end = unitAt(text, at + 1) === 91 ? literalEnd(text, at + 1) : domainEnd(text, at + 1);
  if (end === 0 || isFile(text.slice(Math.max(at, end - 12), end))) return undefined;
  const from = Math.max(floor, at - MAX_LOCAL);
  const start =
    unitAt(text, at - 1) === QUOTE ? quotedStart(text, at, floor) : localStart(text, at, from);
  if (start >= at || isRemote(text, start, at, end)) return undefined;
  return { start: widened(text, start, end, from), end };
}

/** A name or word before an address: a `/` or `=` after it belongs to the address. */
const NAMED_BEFORE =
  /(?:mailto:|(?:mail|address|recipients?|sender|to|from|b?cc|user|username|login)\\{0,3}["']?\s?[:=]\s?\\{0,3}["']?)$/i;
const SAID_BEFORE = /(?:^|[\s,:])(?:to|from|for|by|b?cc|user|account|e-?mail|address) $/i;
const KEY = /^(?:e?-?mail|address|recipient|sender|to|from|b?cc|user|username|login)=/i;
const OTHER_KEY = /^\w{1,24}=$/;
/** A mailing list's return path contains the recipient: `bounce+ann=example.org@lists.example.com`. */
const RETURN_PATH =
  /^(?:[\w.-]{0,24}bounces?|prvs|srs[01]|btv1|msprvs1|returns?|unsubscribe|owner)[\w.-]{0,32}[+=-]/i;

/**
 * Where an address begins if its local part continues before the `/` or `=` at `start`: in `<a/b@…>`,
 * `to a/b@…` and return paths. Elsewhere, that character belongs to a path or a pair.
 */
function widened(text: string, start: number, end: number, floor: number): number {
  const before = unitAt(text, start - 1);
  if (before !== 61 && before !== 47) return start;
  let from = start - 1;
  while (
    from > floor &&
    (isAlphanumeric(unitAt(text, from - 1)) || ATEXT.has(unitAt(text, from - 1)))
  )
    from--;
  meter.steps += start - from;
  let part = text.slice(from, start);
  const key = KEY.exec(part)?.[0].length ?? 0;
  from += key;
  part = part.slice(key);
  if (part === '' || /^\/|\/\/|[?&]/.test(part)) return start;
  if (RETURN_PATH.test(part)) return from;
  if (unitAt(text, from - 1) === 60) return unitAt(text, end) === 62 ? from : start;
  const lead = text.slice(Math.max(0, from - 24), from);
  if (key > 0 || NAMED_BEFORE.test(lead)) return from;
  return SAID_BEFORE.test(lead) && !OTHER_KEY.test(part) ? from : start;
}

/** `git@github.com:ann/repo` is a Git remote, nobody's address. */
function isRemote(text: string, start: number, at: number, end: number): boolean {
  if (at - start !== 3 || !text.startsWith('git', start)) return false;
  return unitAt(text, end) === 58 || unitAt(text, end) === 47;
}

function isFile(domain: string): boolean {
  return PICTURE.test(domain) || UNIT.test(domain);
}

/** `"ann smith"@example.com` (RFC 5321, section 4.1.2): where it begins; `at` if it is not one. */
function quotedStart(text: string, at: number, floor: number): number {
  const least = Math.max(floor, at - MAX_QUOTED);
  let start = at - 2;
  for (; start >= least; start--) {
    const unit = unitAt(text, start);
    if (unit === 10) return at;
    if (unit === QUOTE && unitAt(text, start - 1) !== 92) break;
  }
  meter.steps += at - start;
  return start >= least && start < at - 2 ? start : at;
}

/** `[203.0.113.9]`, `[IPv6:2001:db8::1]` (RFC 5321, section 4.1.3). */
function literalEnd(text: string, from: number): number {
  const literal = /^\[(?:IPv6:[0-9A-Fa-f:.]{2,45}|[0-9]{1,3}(?:\.[0-9]{1,3}){3})\]/.exec(
    text.slice(from, from + 54),
  );
  return literal === null ? 0 : from + literal[0].length;
}

/** Where the domain that begins at `from` ends; 0 if there is none. */
function domainEnd(text: string, from: number): number {
  let label = from;
  let end = 0;
  let at = from;
  for (; at - from <= MAX_DOMAIN; at++) {
    const unit = unitAt(text, at);
    if (isLabel(unit) && !(isSpaceless(unit) && isAsciiBefore(text, label, at))) continue;
    // A label does not begin with a dash.
    if (at === label || at - label > MAX_LABEL || unitAt(text, label) === 45) break;
    if (label > from && isTopLevel(text, label, at)) end = at;
    if (unit !== 46) break;
    label = at + 1;
  }
  meter.steps += at - from;
  return end;
}

/** At least two letters; digits and dashes only after them (`xn--…`). */
function isTopLevel(text: string, start: number, end: number): boolean {
  return (
    end - start >= 2 && isNameLetter(unitAt(text, start)) && isNameLetter(unitAt(text, start + 1))
  );
}

function isNameLetter(unit: number): boolean {
  return isLetter(unit) || (unit >= 128 && (isWord(unit) || isSurrogate(unit)));
}

function isLabel(unit: number): boolean {
  return isAlphanumeric(unit) || unit === 45 || (unit >= 128 && isWord(unit));
}

function localStart(text: string, at: number, floor: number): number {
  let start = at;
  let lead = at;
  while (start > floor) {
    const unit = unitAt(text, start - 1);
    if (!(isAlphanumeric(unit) || ATEXT.has(unit) || isWord(unit) || isWordPair(text, start)))
      break;
    // `邮箱ann@example.com`: a script without spaces ends where another begins.
    if (isSpaceless(unit) && start < at && isAlphanumeric(unitAt(text, start))) break;
    start -= isSurrogate(unit) ? 2 : 1;
    if (!LEADS.has(unit)) lead = start;
    else if (unit === 61 || unit === 47 || unit === 124 || unit === 123 || unit === 96) break;
  }
  meter.steps += at - start;
  // A local part does not begin with a dot or a quote.
  while (lead < at && (unitAt(text, lead) === 46 || unitAt(text, lead) === 39)) lead++;
  return lead;
}

/** `example.com已验证`: whether the label has been ASCII so far. */
function isAsciiBefore(text: string, label: number, at: number): boolean {
  return at > label && unitAt(text, at - 1) < 128;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

/** Whether a letter outside the Basic Multilingual Plane ends at `end`. */
function isWordPair(text: string, end: number): boolean {
  const point = text.codePointAt(end - 2) ?? 0;
  return point > 0xffff && /^[\p{L}\p{N}]$/u.test(String.fromCodePoint(point));
}
