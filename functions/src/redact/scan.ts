import {
  ASCII_CLASS,
  AT,
  COLON,
  DIGIT,
  EQUALS,
  FOLDABLE,
  isAlphanumeric,
  isDigit,
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
import { ipv6Around, ipv6Start } from './detectors/numbers/ip.js';
import { measured, measureRun } from './detectors/numbers/number-run.js';
import {
  keyOfDigits,
  mayBeKeyOfDigits,
  mayBeSecretWord,
  newMemo,
  secretsAtColon,
  secretsOfPair,
  secretsOfWord,
} from './detectors/secrets/index.js';
import { isFoldablePair } from './fold.js';
import { meter } from './meter.js';
import type { EnabledKinds, Finding } from './types.js';

/** What the last scan came across on its way: what may be escapes, and a plus. */
export const scanned = { mayHaveEscapes: false, hasPlus: false };

/** Whether an escape may begin with the character at `at`, one of its leads. */
function mayBeginEscape(text: string, at: number, lead: number): boolean {
  const next = unitAt(text, at + 1);
  if (lead === 35) return next === 48; // `#012`
  if (lead === 91) return isDigit(next); // `[32m`
  if (lead === 63) return (next | 32) === 113; // `?Q?`
  if (lead === 38) return next === 35 || isAlphanumeric(next); // `&#64;`, `&amp;`
  return true;
}

/**
 * Goes through a text once and stops only where something can be: at digits, `@`, `:`, `=` and at
 * words that begin like a secret. Pushes what it finds, in no order and perhaps overlapping.
 * Returns false when it meets what has to be folded first (see `fold.ts`).
 *
 * Most characters are none of these: what is done for each of them is kept to one look into a table.
 */
export function scan(
  text: string,
  enabled: EnabledKinds,
  findings: Finding[],
  isFolded = false,
): boolean {
  const { length } = text;
  meter.steps += length;
  const { secret, ip, iban, email } = enabled;
  scanned.mayHaveEscapes = scanned.hasPlus = false;
  const memo = newMemo();
  /** The end of the last secret: what is inside it is no address. */
  let secretEnd = 0;
  /** No address of the Internet begins before it. */
  let addressFrom = 0;

  for (let at = 0; at < length;) {
    const unit = unitAt(text, at);
    if (unit >= 128) {
      if (!isFolded && (wideClass(unit) === FOLDABLE || isFoldablePair(text, at))) return false;
      at++;
      continue;
    }
    const found = ASCII_CLASS[unit];
    if (found === OTHER) {
      at++;
    } else if (found === LETTER) {
      const start = at;
      let next = unitAt(text, ++at);
      while (next < 128 && ASCII_CLASS[next] === LETTER) next = unitAt(text, ++at);
      if (secret && mayBeSecretWord(text, start, at, next)) {
        const end = secretsOfWord(text, start, at, memo, findings);
        if (end > 0) {
          at = secretEnd = end;
          continue;
        }
      }
      if (at - start === 2 && iban && isDigit(next) && isDigit(unitAt(text, at + 1))) {
        const end = joinsWord(unitAt(text, start - 1)) ? 0 : ibanEnd(text, start);
        if (end > 0) {
          findings.push({ kind: 'iban', start, end });
          at = end;
        }
      }
    } else if (found === DIGIT) {
      const end = secret && mayBeKeyOfDigits(text, at) ? keyOfDigits(text, at, findings) : 0;
      if (end > 0) {
        at = secretEnd = end;
        continue;
      }
      at = measureRun(text, at) ? classifyNumbers(text, at, enabled, findings) : measured.end;
    } else if (found === COLON) {
      if (secret) {
        const end = secretsAtColon(text, at, memo, findings) || secretsOfPair(text, at, findings);
        if (end > 0) {
          at = secretEnd = end;
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
      scanned.mayHaveEscapes ||= mayBeginEscape(text, at, unit);
      at++;
    } else if (found === PLUS) {
      scanned.hasPlus = true;
      at++;
    } else if (found === EQUALS) {
      const next = unitAt(text, at + 1);
      // `=40`, `=3D` of quoted-printable.
      if (next === 51 || next === 52) scanned.mayHaveEscapes = true;
      const end = secret ? secretsOfPair(text, at, findings) : 0;
      if (end > 0) at = secretEnd = end;
      else at++;
    } else if (found === AT) {
      const address = email ? emailAround(text, at, secretEnd) : undefined;
      if (address === undefined) {
        at++;
      } else {
        findings.push({ kind: 'email', ...address });
        at = address.end;
      }
    }
  }
  return true;
}
