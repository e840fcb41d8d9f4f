import { isAlphanumeric, isLetter, isWord, unitAt } from '../../../chars.js';
import { meter } from '../../../meter.js';
import { isSentence } from './shapes.js';
import { MAX_VALUE } from './quotes.js';

const SPACE = 1;
/** Is part of a value or ends it, depending on what follows. */
const DOUBTFUL = 2;

const CLASS = new Uint8Array(128);
for (const char of ' \t\r\n') CLASS[char.charCodeAt(0)] = SPACE;
for (const char of '"\'`,;&|<>()[]{}\\') CLASS[char.charCodeAt(0)] = DOUBTFUL;

/** The next pair after a separator: `;user=`, `&amp;next=`, `, "name":`. */
const NEXT_PAIR = /(?:amp;)?["']?[A-Za-z_$][\w.$[\] -]{0,40}["']?\s?[=:]/y;
/** What may follow a closing quote or bracket. */
const AFTER_CLOSING = /[\s,;:.!?"'`)\]}>/|\\&#]|$/y;
const MARKER = /^\[[^\]\s]{0,40}(?:\](?!\w)|(?=\s)|$)/;
const TAG = /\/?[A-Za-z][\w:-]{0,32}[\s/>]|!\[|!--/y;
const ESCAPE = /[nrt"'`]|u00[0-7]/y;

/**
 * Where a value without quotes ends. A separator or a bracket is part of the value unless another
 * pair, a space or the end of the text follows: `Tr0ub;4dor` is one value, `abc;user=ann` is not. In
 * a URL's query, `&` always ends it. Reads at most `most` units.
 */
export function bareEnd(text: string, start: number, inQuery: boolean, most = MAX_VALUE): number {
  if (unitAt(text, start) === 91) {
    // A value that continues after its bracket is like any other: `[7xQ]m2`.
    const marker = MARKER.exec(text.slice(start, start + 44))?.[0].length ?? 0;
    if (marker > 0) return start + marker;
  }
  let end = start;
  let open = 0;
  for (; end < text.length && end - start < most; end++) {
    const unit = unitAt(text, end);
    const found = unit < 128 ? CLASS[unit] : 0;
    if (found === SPACE) break;
    if (found !== DOUBTFUL) continue;
    if (unit === 40 || unit === 91 || unit === 123) open++;
    else if (unit === 41 || unit === 93 || unit === 125) {
      if (open > 0) open--;
      else if (matches(AFTER_CLOSING, text, end + 1)) break;
    } else if (isEnd(text, end, unit, inQuery)) break;
  }
  meter.steps += (end - start) * 2;
  // The end of a sentence.
  while (end > start && (unitAt(text, end - 1) === 46 || unitAt(text, end - 1) === 58)) end--;
  return end;
}

function isEnd(text: string, at: number, unit: number, inQuery: boolean): boolean {
  if (unit === 38 && inQuery) return true;
  if (unit === 92) return matches(ESCAPE, text, at + 1) || unitAt(text, at + 1) === 92;
  if (unit === 60) return at + 1 >= text.length || matches(TAG, text, at + 1);
  if (unit === 34 || unit === 39 || unit === 96 || unit === 62) {
    return matches(AFTER_CLOSING, text, at + 1);
  }
  // `,`, `;`, `&` and `|`
  const next = unitAt(text, at + 1);
  return (
    next === 0 ||
    next <= 32 ||
    next === unit ||
    (mayBeginPair(next) && matches(NEXT_PAIR, text, at + 1)) ||
    isQuoteThatEnds(text, at + 1)
  );
}

/** A letter, `_`, `$` or a quote. */
function mayBeginPair(unit: number): boolean {
  return isLetter(unit) || unit === 95 || unit === 36 || unit === 34 || unit === 39;
}

/** Whether a quote closes the surrounding string, as in `token=abc,"`. */
function isQuoteThatEnds(text: string, at: number): boolean {
  const unit = unitAt(text, at);
  return (unit === 34 || unit === 39 || unit === 96) && matches(AFTER_CLOSING, text, at + 1);
}

function matches(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

const MAX_PHRASE = 256;

/**
 * Where the words after a secret's name end if they are a passphrase rather than a sentence:
 * `correct horse battery staple`. 0 for a sentence, -1 for a single word, -2 if it is unclear.
 */
export function phraseEnd(text: string, start: number, end: number, isPhrase: boolean): number {
  if (!isPhrase && !isWordOfLetters(text, start, end)) return -1;
  let last = end;
  let words = 1;
  while (unitAt(text, last) === 32 && last - start < MAX_PHRASE) {
    const from = last + 1;
    let to = from;
    while (
      to - from < 40 &&
      (isWord(unitAt(text, to)) || unitAt(text, to) === 45 || unitAt(text, to) === 39)
    )
      to++;
    const after = unitAt(text, to);
    // The next pair, or something in brackets.
    if (to === from || after === 61 || (after === 58 && unitAt(text, to + 1) !== 0)) break;
    last = to;
    words++;
  }
  meter.steps += last - start;
  if (words === 1)
    // Or a name in quotes: `: secret "db" not found`.
    return unitAt(text, end) === 32 &&
      (isLetter(unitAt(text, end + 1)) || unitAt(text, end + 1) === 34)
      ? -2
      : -1;
  if (isSentence(text.slice(start, last))) return 0;
  // Two or three words are just as often a sentence.
  return words >= 4 || isPhrase ? last : -2;
}

function isWordOfLetters(text: string, start: number, end: number): boolean {
  if (end - start > 40) return false;
  for (let at = start; at < end; at++) {
    const unit = unitAt(text, at);
    if (!isLetter(unit) && unit !== 39 && unit !== 45 && unit !== 0x2019) return false;
  }
  return true;
}

/** Whether it is a call in code: `token = sign(…)`, `password=getpass()`; a bracket alone is not. */
export function isCall(text: string, start: number, end: number): boolean {
  const last = Math.min(end + 1, start + 64);
  let open = start;
  while (open < last && unitAt(text, open) !== 40) open++;
  if (open === last) return false;
  const head = text.slice(start, last);
  const name = /^(?:new )?[A-Za-z_$][\w$.]{0,48}(?=\()/.exec(head)?.[0];
  if (name === undefined) return false;
  const after = unitAt(text, start + name.length + 1);
  // `ab1(cd` is a password, `b64decode(data)` and `sign(x` are not.
  const isName = !/\d/.test(name) || /[._]|^(?:b64|sha|md5|base64)/.test(name);
  const closes = /^[^()]{0,64}\)(?![\w@#$%!*])/.test(
    text.slice(start + name.length + 1, start + name.length + 66),
  );
  return (
    isName && (closes || after === 34 || after === 39 || after === 0 || !isAlphanumeric(after))
  );
}
