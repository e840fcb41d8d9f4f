import { isAlphanumeric, isDigit, joinsWord, unitAt } from '../chars.js';
import { meter } from '../meter.js';

/** Lengths by country: ISO 13616, the SWIFT IBAN registry. */
const LENGTHS: Readonly<Record<string, number>> = Object.fromEntries(
  `AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18
  DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23
  IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27
  MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19
  SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30 AO25 BF28 BJ28 CF27 CG27 CI28
  CM27 CV25 DZ26 GA27 GQ27 GW25 IR26 KM27 MA28 MG27 ML28 MZ25 NE28 SN28 TD27 TG28`
    .split(/\s+/)
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

/**
 * The end of the IBAN that begins with the two letters at `start`: its country's length, valid check
 * digits (ISO 7064, MOD 97-10), grouped or not. 0 if there is none.
 */
export function ibanEnd(text: string, start: number): number {
  const length = LENGTHS[text.slice(start, start + 2).toUpperCase()];
  if (length === undefined) return 0;
  // All groups have four characters; `be98-d866703cfe86` is part of a UUID.
  const isGrouped = isSeparator(unitAt(text, start + 4));
  let compact = '';
  let at = start;
  for (; compact.length < length; at++) {
    if (isGrouped && compact.length > 0 && compact.length % 4 === 0) {
      if (!isSeparator(unitAt(text, at))) return 0;
      at++;
    }
    if (!isAlphanumeric(unitAt(text, at))) return 0;
    compact += text[at];
  }
  meter.steps += at - start;
  if (joinsWord(unitAt(text, at)) || !hasCheckDigits(compact.toUpperCase())) return 0;
  return at;
}

function isSeparator(unit: number): boolean {
  return unit === 32 || unit === 45;
}

function hasCheckDigits(iban: string): boolean {
  let remainder = 0;
  for (let at = 4; at < iban.length + 4; at++) {
    const unit = iban.charCodeAt(at % iban.length);
    if (isDigit(unit)) remainder = (remainder * 10 + unit - 48) % 97;
    else remainder = (remainder * 100 + unit - 55) % 97;
  }
  return remainder === 1;
}

export { LENGTHS as IBAN_LENGTHS };
