import { unitAt } from '../../../chars.js';
import { REDACTED_START } from '../../../marker-pattern.js';
import { meter } from '../../../meter.js';
import type { Finding } from '../../../types.js';
import type { Secrecy } from '../names/secrecy.js';
import { push } from '../span.js';
import { bareEnd, isCall, phraseEnd } from './bare.js';
import { afterQuote, MAX_VALUE, quoteAt, quotedEnd, skipSpaces } from './quotes.js';
import { isHarmless, isObject, isSecretValue, looksRandom, mayBeHarmless } from './shapes.js';
import { secretsInside } from './structure.js';

/** What is known before reading a value: its name, how secret that is, and what surrounds it. */
export interface Context {
  name: string;
  secrecy: Secrecy;
  /** Whether the value follows a `:`, where a sentence may follow instead. */
  colon: boolean;
  /** Whether the pair is in a URL's query. */
  inQuery: boolean;
  /** The quote right before the name, as in `-H 'Cookie: …'`; 0 if there is none. */
  quoteBefore: number;
}

/** After `Authorization:`, the scheme, which is kept. */
const SCHEME =
  /(?:Bearer|Basic|Digest|Token|ApiKey|Api-Key|Negotiate|NTLM|OAuth|Hawk|Bot|SSWS|Splunk|Signature|GenieKey|GoogleLogin|SharedKey(?:Lite)?|AWS4-HMAC-SHA256|DeepL-Auth-Key|Klaviyo-API-Key|Zoho-oauthtoken|key=)[ \t]{0,4}/iy;
/** Schemes whose credentials are a list, up to the end of the line. */
const LISTED = /^(?:Digest|AWS4|OAuth|Hawk|Signature)/i;
const BEARER = /(?:Bearer|Basic)[ \t]{1,4}/iy;
/** SQL's `N'…'`, Python's `b'…'` and `r"…"`, C#'s `@"…"`. */
const STRING_PREFIX = /(?:[NbBuUrRfF@$]|&)(?=["'])/y;

/** PHP's `var_dump`: `["password"]=> string(12) "x"`; Rust's `Some("x")`, Swift's `Optional("x")`. */
const DUMPED = /(?:string\(\d{1,6}\) {1,2}|(?:Some|Optional)\()(?=\\{0,3}["'])/y;
/** The same over two lines, as `var_dump` prints a map. */
const DUMPED_BELOW = /\r?\n {1,32}string\(\d{1,6}\) (?=")/y;
/** `t=1768473000,v1=5257a8…`, the signature of Stripe and others; the time is kept. */
const TIMED = /ts?=\d{9,13}[,;]((?:[vh]\d=)?[\da-f]{32,128}(?:[,;][vh]\d=[\da-f]{32,128}){0,4})/iy;
const TIMED_NAME = /signature$/i;
/** `[Filtered]`, `[MASKED]`: markers of other redactors. */
const OTHERS_MARKER = /\[[A-Za-z_ :-]{1,40}\](?![\w[])/y;

const SUBSTITUTED = /^(?:cat|echo|pass|op|vault|aws|az|gcloud|openssl|kubectl|head|pwgen|curl) /;

/** What a secret's name tells us about the form of its value. */
interface Traits {
  isHeader: boolean;
  isPhrase: boolean;
  /** Whether it may be several words. */
  isOfWords: boolean;
}

const MAX_TRAITS = 500;
const traits = new Map<string, Traits>();

function traitsOf(name: string): Traits {
  const known = traits.get(name);
  if (known !== undefined) return known;
  const isPhrase = /(?:phrase|mnemonics?|words)$/i.test(name);
  const found = {
    isHeader: /(?:authori[sz]ation|cookies?)$/i.test(name),
    isPhrase,
    isOfWords: isPhrase || /pass|pwd|phrase|mnemonic/i.test(name),
  };
  if (traits.size >= MAX_TRAITS) traits.clear();
  // A copy, since a slice would keep the whole text in memory.
  traits.set(Buffer.from(name, 'utf16le').toString('utf16le'), found);
  return found;
}

/** Pushes the value that begins at `from`. Returns where the scan continues; 0 if it is no secret. */
export function secretValue(
  text: string,
  from: number,
  context: Context,
  findings: Finding[],
): number {
  const { name, secrecy } = context;
  let start = skipSpaces(text, from, 8);
  let first = unitAt(text, start);
  if (first === 10 || first === 13) {
    DUMPED_BELOW.lastIndex = start;
    if (DUMPED_BELOW.test(text)) start = DUMPED_BELOW.lastIndex;
    first = unitAt(text, start);
  }
  if (first === 0 || first === 10 || first === 13) return 0;
  if (isStringQuote(unitAt(text, start + 1))) {
    STRING_PREFIX.lastIndex = start;
    if (STRING_PREFIX.test(text)) start++;
  }
  DUMPED.lastIndex = start;
  if ((first === 115 || first === 83 || first === 79) && DUMPED.test(text))
    start = DUMPED.lastIndex;
  CHANGE.lastIndex = start;
  if (first === 99 && CHANGE.test(text)) start = CHANGE.lastIndex;
  const quote = quoteAt(text, start);
  if (quote !== undefined) {
    const end = quotedEnd(text, quote);
    // The output of a command in a shell.
    if (quote.unit === 96 && SUBSTITUTED.test(text.slice(quote.from, quote.from + 32))) return 0;
    const changed = changedTo(text, afterQuote(text, quote, end), context, findings);
    if (changed > 0) {
      if (end > quote.from && isSecretValue(secrecy, name, text.slice(quote.from, end)))
        push(findings, { start: quote.from, end });
      return changed;
    }
    if (
      end - quote.from >= MAX_VALUE ||
      isSecretValue(secrecy, name, text.slice(quote.from, end))
    ) {
      return end > quote.from ? push(findings, { start: quote.from, end }) : 0;
    }
    return 0;
  }
  if (TIMED_NAME.test(name)) {
    TIMED.lastIndex = start;
    const signature = TIMED.exec(text)?.[1];
    if (signature !== undefined) {
      return push(findings, { start: TIMED.lastIndex - signature.length, end: TIMED.lastIndex });
    }
  }
  if (unitAt(text, start) === 123 || unitAt(text, start) === 91) {
    const inside = insideStructure(text, start, context, findings);
    if (inside !== 0) return inside;
  }
  if (secrecy === 'always' && traitsOf(name).isHeader) {
    OTHERS_MARKER.lastIndex = start;
    if (OTHERS_MARKER.test(text)) return 0;
    // Go's `map[Authorization:[Bearer x]]`.
    if (unitAt(text, start) === 91 && !text.startsWith(REDACTED_START, start)) start++;
    return headerValue(text, start, context, findings);
  }
  if (secrecy === 'always' && (unitAt(text, start) | 32) === 98) {
    BEARER.lastIndex = start;
    if (BEARER.test(text)) start = BEARER.lastIndex;
  }
  return bareValue(text, start, context, findings);
}

/** How Terraform and Puppet show a change: `"x" -> "y"`, `changed 'x' to 'y'`. */
const CHANGE = /changed (?:from )?(?=["'])/y;
const TO = /^ (?:->|=>|to) (?=[\\"'`])/;

/** Pushes the second value of a change, whose arrow is at `at`. */
function changedTo(text: string, at: number, context: Context, findings: Finding[]): number {
  if (unitAt(text, at) !== 32 || !TO.test(text.slice(at, at + 5))) return 0;
  const quote = quoteAt(text, at + 4);
  if (quote === undefined) return 0;
  const end = quotedEnd(text, quote);
  return checked(text, { start: quote.from, end }, context, findings);
}

function insideStructure(
  text: string,
  start: number,
  { name, secrecy }: Context,
  findings: Finding[],
): number {
  const isList = unitAt(text, start) === 91;
  const inner = isList ? skipSpaces(text, start + 1, 8) : start;
  // `[REDACTED]`, `[abc` or `{token}` is a value in itself.
  if (
    isList &&
    !/^(?:["'\\{[\n]|\d[\d.eE+-]{0,32}\s{0,4}[,\]])/.test(text.slice(inner, inner + 40))
  )
    return 0;
  if (!isList && !/^\{\s{0,8}(?:[\\"']|[A-Za-z_]\w{0,32}\s?:)/.test(text.slice(start, start + 48)))
    return 0;
  if (!isList && secrecy !== 'always') return start + 1;
  const within = secrecyWithin(name, secrecy);
  const isSecret = (value: string) => isSecretValue(within, name, value);
  return secretsInside(text, start, isSecret, findings, secrecy === 'key');
}

/** The secrecy of values inside `cookies: {…}` or `dsn: {…}`: secret if they look random. */
export function secrecyWithin(name: string, secrecy: Secrecy): Secrecy {
  return /(?:cookies?|cookiejar|dsn|auth)$/i.test(name) ? 'random' : secrecy;
}

function headerValue(text: string, from: number, context: Context, findings: Finding[]): number {
  const { name, colon } = context;
  if (/cookies?$/i.test(name)) {
    if (!colon) return bareValue(text, from, context, findings);
    return checked(text, { start: from, end: lineEnd(text, from, context) }, context, findings);
  }
  SCHEME.lastIndex = from;
  if (SCHEME.test(text)) {
    const rest = SCHEME.lastIndex;
    if (LISTED.test(text.slice(from, rest)) && rest - from > 5) {
      return checked(text, { start: rest, end: lineEnd(text, rest, context) }, context, findings);
    }
    return bareValue(text, rest, context, findings);
  }
  // A custom scheme: a word, then a token.
  const end = bareEnd(text, from, false);
  const next = skipSpaces(text, end, 2);
  if (/^[A-Za-z][A-Za-z-]{1,30}$/.test(text.slice(from, Math.min(end, from + 40))) && next > end) {
    const last = bareEnd(text, next, false);
    if (text.startsWith(REDACTED_START, next)) return last;
    if (looksRandom(text.slice(next, last))) return push(findings, { start: next, end: last });
  }
  return bareValue(text, from, context, findings);
}

/** How a call begins, and more of it than `isCall` looks at. */
const CALL = /(?:new )?[A-Za-z_$][\w$.]{0,48}\(/y;
const CALL_HEAD = 128;

/** More of a value than `isSecretValue` looks at, unless the name alone decides. */
const VALUE_HEAD = 320;

function bareValue(text: string, start: number, context: Context, findings: Finding[]): number {
  const { name, secrecy, colon, inQuery } = context;
  // Its beginning decides. Values of keys may follow each other without a space, and each would be
  // read to its end.
  if (secrecy === 'key' || secrecy === 'random' || secrecy === 'code') {
    // Without these, nothing looks random or like a code.
    if (!/[A-Z\d]/.test(text.slice(start, start + VALUE_HEAD))) return 0;
    const head = text.slice(start, bareEnd(text, start, inQuery, VALUE_HEAD));
    if (!isSecretValue(secrecy, name, head)) return 0;
  }
  if (secrecy === 'always' && mayBeHarmless(name)) {
    const head = text.slice(start, bareEnd(text, start, inQuery, VALUE_HEAD));
    if (isHarmless(name, head)) return 0;
  }
  CALL.lastIndex = start;
  if (CALL.test(text) && isCall(text, start, bareEnd(text, start, inQuery, CALL_HEAD))) return 0;
  let end = bareEnd(text, start, inQuery);
  // `tokens: prompt=12`, `credentials: user=ann password=…`: a list of pairs follows.
  if (
    colon &&
    unitAt(text, start - 1) === 32 &&
    isPair(text.slice(start, Math.min(end, start + 32)))
  )
    return 0;
  if (isObject(text.slice(start, spaceAfter(text, start, Math.min(end + 32, start + 160)))))
    return 0;
  // `Token: Token { kind: …`
  const bracket = unitAt(text, end + 1);
  if ((bracket === 123 || bracket === 91) && unitAt(text, end) === 32) {
    if (/^[A-Za-z]{1,64} [{[]$/.test(text.slice(start, Math.min(end, start + 64) + 2))) return 0;
  }
  if (secrecy === 'always') {
    const { isPhrase, isOfWords } = traitsOf(name);
    const phrase = phraseEnd(text, start, end, isPhrase);
    // `password: must have a digit` is prose, `password: hunter2` is not.
    if (phrase === 0 && (colon || isPhrase)) return 0;
    if (phrase === -2 && colon) return 0;
    if (phrase > 0) {
      if (isOfWords) end = phrase;
      else if (colon) return 0;
    }
  }
  return checked(text, { start, end }, context, findings);
}

function isPair(value: string): boolean {
  return /^[A-Za-z_]{2,24}=[^=\s]/.test(value);
}

/** The offset of the next white space, or `limit`. */
function spaceAfter(text: string, start: number, limit: number): number {
  const last = Math.min(limit, text.length);
  for (let at = start; at < last; at++) {
    const unit = unitAt(text, at);
    if (unit === 32 || (unit >= 9 && unit <= 13)) return at;
    if (unit >= 128 && /\s/.test(text[at] ?? '')) return at;
  }
  return last;
}

/** `"` or `'`. */
function isStringQuote(unit: number): boolean {
  return unit === 34 || unit === 39;
}

function checked(
  text: string,
  { start, end }: { start: number; end: number },
  { name, secrecy }: Context,
  findings: Finding[],
): number {
  if (end <= start || !isSecretValue(secrecy, name, text.slice(start, end))) return 0;
  return push(findings, { start, end });
}

/** Where a header ends: with its line, its quotes, or an escaped line break. */
function lineEnd(text: string, start: number, { quoteBefore }: Context): number {
  let end = start;
  let inside = false;
  for (; end < text.length && end - start < MAX_VALUE; end++) {
    const unit = unitAt(text, end);
    if (unit === 10 || unit === 13) break;
    // Digest's `username="ann"` does not end it.
    if (unit === 34 && quoteBefore !== 34 && (inside || unitAt(text, end - 1) === 61))
      inside = !inside;
    else if (unit === 34 || (unit === 39 && quoteBefore === 39)) break;
    if (unit === 92 && /[nr"]/.test(text[end + 1] ?? '')) break;
    // A line break as rsyslog writes it.
    if (unit === 35 && /^#01[25]/.test(text.slice(end, end + 4))) break;
  }
  meter.steps += end - start;
  while (end > start && unitAt(text, end - 1) === 32) end--;
  return end;
}
