import {
  ASCII_CLASS,
  AT,
  COLON,
  DIGIT,
  EQUALS,
  FOLDABLE,
  isDigit,
  isLetter,
  joinsWord,
  LEAD,
  LETTER,
  OTHER,
  PLUS,
  unitAt,
  wideClass,
} from './chars.js';
import { emailAround } from './detectors/email.js';
import { ibanEnd } from './detectors/iban.js';
import { classifyNumbers } from './detectors/numbers/classify.js';
import { groupedCardEnd, mayBeGroupedCard } from './detectors/numbers/grouped-card.js';
import { ipv6Around, ipv6Start } from './detectors/numbers/ip.js';
import {
  mayBeSeparator,
  measured,
  measureRun,
  MIN_DIGITS,
} from './detectors/numbers/number-run.js';
import {
  freshMemo,
  keyOfDigits,
  mayBeKeyOfDigits,
  mayBeSecretWord,
  codeOfDigits,
  secretAtSign,
  secretsAtColon,
  secretsOfPair,
  secretsOfWord,
} from './detectors/secrets/index.js';
import { isFoldablePair } from './fold.js';
import { mayBeginEscape } from './leads.js';
import { meter } from './meter.js';
import type { EnabledKinds, Finding } from './types.js';

/** What the last scan came across. */
export const scanned = {
  /** Something that may be an escape. */
  mayHaveEscapes: false,
  /** Something that only begins like one. */
  hasLead: false,
  hasPlus: false,
};

/**
 * Scans a text once, stopping only where something may begin: at digits, `@`, `:`, `=` and words that
 * begin like a secret. Pushes its findings, unordered and possibly overlapping. Returns false if it
 * meets a character that must be folded first (see `fold.ts`).
 *
 * Most characters are none of these, so each of them costs no more than one table lookup.
 */
export function scan(
  text: string,
  enabled: EnabledKinds,
  findings: Finding[],
  isFolded = false,
): boolean {
  const { length } = text;
  meter.steps += length;
  const { secret, ip, iban, email, card } = enabled;
  scanned.mayHaveEscapes = scanned.hasLead = scanned.hasPlus = false;
  const memo = freshMemo();
  /** The end of the last secret; no address begins inside it. */
  let secretEnd = 0;
  /** No IP address begins before this offset. */
  let addressFrom = 0;
  let hasWide = false;

  for (let at = 0; at < length;) {
    const unit = text.charCodeAt(at);
    if (unit >= 128) {
      hasWide = true;
      if (!isFolded && (wideClass(unit) === FOLDABLE || isFoldablePair(text, at))) return false;
      at++;
      continue;
    }
    const found = ASCII_CLASS[unit];
    if (found === OTHER) {
      at++;
    } else if (found === LETTER) {
      const start = at;
      let next = 0;
      while (++at < length && isLetter((next = text.charCodeAt(at))));
      if (at === length) next = 0;
      if (secret && mayBeSecretWord(text, start, at, next)) {
        const end = secretsOfWord(text, start, at, memo, findings);
        if (end > 0) {
          secretEnd = end;
          at = afterSecret(text, at, end, findings);
          continue;
        }
      }
      const letters = at - start;
      if (
        (letters === 2 || letters === 6) &&
        iban &&
        isDigit(next) &&
        isDigit(unitAt(text, at + 1)) &&
        (letters === 2 || text.startsWith('IBAN', start))
      ) {
        const end = joinsWord(unitAt(text, start - 1)) ? 0 : ibanEnd(text, at - 2);
        if (end > 0) {
          findings.push({ kind: 'iban', start: at - 2, end });
          at = end;
        }
      }
    } else if (found === DIGIT) {
      const start = at;
      let next = 0;
      while (++at < length && isDigit((next = text.charCodeAt(at))));
      if (at === length) next = 0;
      if (secret && mayBeKeyOfDigits(at - start, next)) {
        const end = keyOfDigits(text, start, findings);
        if (end > 0) {
          at = secretEnd = end;
          continue;
        }
      }
      if (hasWide && secret && at - start >= 4 && at - start <= 8) {
        const end = codeOfDigits(text, start, at, findings);
        if (end > 0) {
          at = secretEnd = end;
          continue;
        }
      }
      if (at - start === 4 && card && mayBeGroupedCard(text, start, next)) {
        const end = groupedCardEnd(text, start);
        if (end > 0) {
          findings.push({ kind: 'card', start, end });
          at = end;
          continue;
        }
      }
      // Usually there are few digits, and no separator that another group could follow.
      if (at - start < MIN_DIGITS && !mayBeSeparator(next)) meter.steps += at - start;
      else if (measureRun(text, start, at)) at = classifyNumbers(text, start, enabled, findings);
      else at = measured.end;
    } else if (found === COLON) {
      if (secret) {
        const end =
          secretsAtColon(text, at, memo, findings) || secretsOfPair(text, at, memo, findings);
        if (end > 0) {
          secretEnd = end;
          at = afterSecret(text, at, end, findings);
          continue;
        }
      }
      if (ip && at >= addressFrom) {
        const address = ipv6Around(text, at);
        if (address < 0) {
          findings.push({ kind: 'ip', start: ipv6Start(text, at), end: ~address });
          at = addressFrom = ~address;
          continue;
        }
        addressFrom = address;
      }
      at++;
    } else if (found === LEAD) {
      scanned.hasLead = true;
      scanned.mayHaveEscapes ||= mayBeginEscape(text, at, unit);
      at++;
    } else if (found === PLUS) {
      scanned.hasPlus = true;
      at++;
    } else if (found === EQUALS) {
      const next = unitAt(text, at + 1);
      // Quoted-printable's `=40` and `=3D`.
      if (next === 51 || next === 52) scanned.mayHaveEscapes = true;
      const end = secret ? secretsOfPair(text, at, memo, findings) : 0;
      if (end > 0) {
        secretEnd = end;
        at = afterSecret(text, at, end, findings);
      } else at++;
    } else if (found === AT) {
      const address = email ? emailAround(text, at, secretEnd) : undefined;
      if (address === undefined) {
        if (secret) secretEnd = secretAtSign(text, at, findings) || secretEnd;
        at++;
      } else {
        findings.push({ kind: 'email', ...address });
        at = address.end;
      }
    }
  }
  return true;
}

/** Where the scan continues after a secret: before it, if it may be the first group of a number. */
function afterSecret(text: string, at: number, end: number, findings: readonly Finding[]): number {
  const next = unitAt(text, end + 1);
  if (unitAt(text, end) !== 32 || !(isDigit(next) || next === 40)) return end;
  const last = findings.at(-1);
  if (last === undefined || last.end !== end || last.start <= at) return end;
  return GROUP.test(text.slice(last.start, Math.min(end, last.start + MAX_GROUP)))
    ? last.start
    : end;
}

const MAX_GROUP = 12;
const GROUP = /^(?:[+(]?[\d().-]{1,10}|[A-Z]{2}\d\d)$/;
