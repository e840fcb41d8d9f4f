import { isLetter, unitAt } from '../../chars.js';
import { meter } from '../../meter.js';
import type { Span } from './span.js';
import { bareEnd } from './values/bare.js';
import { quoteAt, quotedEnd } from './values/quotes.js';
import { isNoValue, isSecretValue, isSentence, looksRandom } from './values/shapes.js';

/** `Password for ann: x`, `password of user ann is x`, `new password for bob set to x`. */
const FOR =
  /(password|passwd|passphrase|passcode|token|secret(?: key)?|api[ -]?key|access key) (?:for|of) (?:(?:the )?(?:new |database |db |service |admin |linux |system )?(?:user|users|account|login|role|username|client|project|tenant|admin|database|service|host) )?(?:\[REDACTED(?::\w{1,32})?\]|["'`]?[^\s:"'`,;()<>=[\]{}]{1,128}["'`]?)(?::|(?: (?:was|is|has been))? (?:(?:re)?set|changed|updated) to:?| (?:is|was)(?: now)?:?| to| ?=) {1,3}/iy;
/** `password is: x`, `password -> x`. */
const SAID =
  /(pass(?:word|phrase|code)) (?:(?:is|was|(?:is |was )?(?:now |re)?set to|changed to): |(?:is |was |has been )?(?:(?:re)?set|changed) to |-> )/iy;
/** `with password x`, `using password x`, unless `x` is a method of authentication. */
const WITH = /(password) {1,2}(?=\S)/iy;
const WITH_BEFORE = /(?:with|using) (?:the |a )?$/i;
const METHOD = /^(?:scram|sha|md[45]|bcrypt|scrypt|argon|pbkdf|oauth|tls|ssl|x509|http|utf|v\d)/i;
/** Words before it that mean a reason follows, not the password. */
const REFUSED_BEFORE =
  /(?:failed|wrong|invalid|incorrect|bad|expired|missing|no|checking|verifying|unknown|enter|asking|prompt(?:ing)?(?: for)?) $/i;
/** Words after `set to` and `is` that are a state, not a value. */
const STATE =
  /^(?:default|match|expire|never|always|blank|same|stored|being|set|saved|kept|about|good|fine|weak|strong|correct|reset|sent|ready|available|found|needed|used|random|locked|unlocked|encrypted|hashed|rejected|accepted)$/i;

/** The secret stated in prose, whose first word is at `at`: `password for ann: x`. */
export function secretFor(text: string, at: number): Span | undefined {
  const pattern = patternAt(text, at);
  if (pattern === undefined) return undefined;
  pattern.lastIndex = at;
  const matched = pattern.exec(text);
  meter.steps += 64;
  if (matched === null) return undefined;
  const [lead, word = ''] = matched;
  const start = pattern.lastIndex;
  const quote = quoteAt(text, start);
  if (quote !== undefined) {
    const end = quotedEnd(text, quote);
    const value = text.slice(quote.from, end);
    const isSecret = end > quote.from && isSecretValue('always', word, value);
    return isSecret ? { start: quote.from, end } : undefined;
  }
  let end = bareEnd(text, start, false);
  while (end > start && (unitAt(text, end - 1) === 44 || unitAt(text, end - 1) === 59)) end--;
  const value = text.slice(start, end);
  if (end <= start || isNoValue(value) || STATE.test(value) || isSentence(value)) return undefined;
  if (!isSecretValue('always', word, value)) return undefined;
  const after = unitAt(text, end) === 44 ? end + 1 : end;
  const isFollowed = unitAt(text, after) === 32 && isLetter(unitAt(text, after + 1));
  const isRefused = REFUSED_BEFORE.test(text.slice(Math.max(0, at - 24), at));
  if (pattern === WITH && (isFollowed || METHOD.test(value))) return undefined;
  const isPlain =
    pattern === FOR && /:\s{0,3}$/.test(lead) && /^pass/i.test(word) && !isFollowed && !isRefused;
  return isPlain || isSpelt(value, /^pass/i.test(word)) ? { start, end } : undefined;
}

/** The pattern that the words at `at` may begin, if any; most begin none. */
function patternAt(text: string, at: number): RegExp | undefined {
  if (isLedTo(text, at)) return FOR;
  const isPassword = unitAt(text, at + 8) === 32;
  if (!isPassword && unitAt(text, at + 10) !== 32) return undefined;
  const isWith = isPassword && WITH_BEFORE.test(text.slice(Math.max(0, at - 12), at));
  return isWith ? WITH : SAID;
}

/** Whether ` for` or ` of` may follow the words at `at`; cheap. */
function isLedTo(text: string, at: number): boolean {
  for (let end = at + 5; end < at + 12; end++) {
    if (unitAt(text, end) !== 32) continue;
    const next = unitAt(text, end + 1) | 32;
    if (next === 102 || next === 111) return true;
  }
  return false;
}

/** Whether it mixes letters with digits or marks, as words of a sentence do not. */
function isSpelt(value: string, isPassword: boolean): boolean {
  if (!isPassword) return looksRandom(value);
  return (
    value.length >= 6 &&
    /[A-Za-z]/.test(value) &&
    /\d|[^\w.-]/.test(value) &&
    !/^[\w.-]{1,64}@|:\/\//.test(value)
  );
}
