import { isIPv6 } from 'node:net';

import { isAlphanumeric, isDigit, isLetter, isWord, unitAt } from '../../chars.js';
import { meter } from '../../meter.js';

/** Versions have four numbers too: `version 1.2.3.4`, `v1.2.3.4`, `Chrome/120.0.0.0`. */
export const VERSION_BEFORE =
  /(?:\b(?:v|ver|vers|version|versions|release|build|rev|revision|firmware|driver|kernel|schema|sdk|update|upgrade|upgraded|downgrade|assembly|rpm|deb|pkg|package)[ :="'.]{0,3}|version["']?[ :=]{1,3}["']?|[A-Za-z]\/)$/i;

/** Four numbers of 0 to 255 without leading zeros (RFC 6943, section 3.1.1), not a version. */
export function isIpv4(text: string, starts: readonly number[], ends: readonly number[]): boolean {
  for (let part = 0; part < 4; part++) {
    const start = starts[part] ?? 0;
    const length = (ends[part] ?? 0) - start;
    if (length > 3 || (length > 1 && unitAt(text, start) === 48)) return false;
    if (length === 3 && Number(text.slice(start, ends[part])) > 255) return false;
  }
  const start = starts[0] ?? 0;
  const end = ends[3] ?? 0;
  const before = unitAt(text, start - 1);
  if (isWord(before) || before === 46) return false;
  if (before === 45 && isLetter(unitAt(text, start - 2))) return false;
  const after = unitAt(text, end);
  // `.4` is one more number, `.jar` and `-rc` make a name of it.
  if (isWord(after)) return false;
  if ((after === 46 || after === 45) && isAlphanumeric(unitAt(text, end + 1))) {
    if (after === 46 || isLetter(unitAt(text, end + 1))) return false;
  }
  return !isVersion(text, start, end);
}

function isVersion(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 16), start);
  meter.steps += before.length;
  if (!VERSION_BEFORE.test(before)) return false;
  // `host/10.0.0.1:50010`, as Hadoop writes it, has a port and `Chrome/120.0.0.0` has none.
  if (!before.endsWith('/')) return true;
  if (unitAt(text, end) === 58 && isDigit(unitAt(text, end + 1))) return false;
  return /(?:^|[ "'(;])[A-Z][A-Za-z]{0,31}\/$/.test(before);
}

/** The shortest that is found: `fe80::1`. Shorter ones are local, as `::1`, or not addresses. */
const MIN_IPV6 = 7;
const MAX_IPV6 = 45;

/** Where the address begins whose first colon is at `colon`. */
export function ipv6Start(text: string, colon: number): number {
  let start = colon;
  while (colon - start < 4 && isHex(unitAt(text, start - 1))) start--;
  return start;
}

/**
 * The end of the address whose first colon is at `colon`, as `~end`; where there is none, what the
 * search may skip. Verified by `node:net` (RFC 4291, section 2.2).
 */
export function ipv6Around(text: string, colon: number): number {
  const next = unitAt(text, colon + 1);
  if (next !== 58 && !isHex(next)) return colon + 1;
  const start = ipv6Start(text, colon);
  let end = colon;
  let colons = 0;
  let isShort = false;
  for (; end - start <= MAX_IPV6; end++) {
    const unit = unitAt(text, end);
    if (unit === 58) {
      colons++;
      if (unitAt(text, end + 1) === 58) isShort = true;
    } else if (!isHex(unit) && unit !== 46) break;
  }
  meter.steps += end - start;
  // A sentence's full stop or colon is none of the address.
  while (end > colon + 1 && isTrailing(text, end)) end--;
  if (colons < 2 || (!isShort && colons < 7) || end - start < MIN_IPV6) return end;
  const before = unitAt(text, start - 1);
  if (isWord(before) || before === 58 || isWord(unitAt(text, end))) return end;
  const address = text.slice(start, end);
  // `dead::beef` without a digit is rather a name of a program.
  return /\d/.test(address) && isIPv6(address) ? ~end : end;
}

function isTrailing(text: string, end: number): boolean {
  const last = unitAt(text, end - 1);
  return last === 46 || (last === 58 && unitAt(text, end - 2) !== 58);
}

function isHex(unit: number): boolean {
  const lower = unit | 32;
  return isDigit(unit) || (lower >= 97 && lower <= 102);
}
