import { isIPv6 } from 'node:net';

import { isAlphanumeric, isDigit, isLetter, joinsWord, unitAt } from '../../chars.js';
import { meter } from '../../meter.js';

/** Versions may also have four numbers: `version 1.2.3.4`, `v1.2.3.4`, `Chrome/120.0.0.0`. */
const VERSION_BEFORE =
  /(?:\b(?:v|ver|vers|version|versions|release|build|rev|revision|firmware|driver|kernel|schema|sdk|update|upgrade|upgraded|downgrade|assembly|rpm|deb|pkg|package|bios|section|chapter|clause|oid|plugin|module|tag|image tag)[ :="'.]{0,3}|§ ?|version["']?(?:[ :=]{1,3}| (?:is|was|to|from) )["']?|(?:upgraded|downgraded|upgrading|downgrading)(?: [a-z][\w.-]{1,12})?(?: from)? (?:(?:\d{1,4}\.){2,3}\d{1,4} to )?|(?:installed|updated|erased|upgraded): [\w.-]{1,16} |(?:setting up|unpacking) [\w.:-]{1,16} \(|[A-Za-z]\/|[~^]|[=<>!]=)$/i;

/** What precedes the slash before an address rather than a version: `host/203.0.113.9`. */
const HOST =
  /(?:^|[^A-Za-z])(?:host|client|peer|server|src|dst|from|to|addr|address|ip|node|remote|local|worker|master|proxy|gateway|router)\/$/i;
/** A program's name: one word, or several of which the last marks a program. */
const PRODUCT =
  /(?:^|[\s"'(;,=[])(?:[A-Za-z][A-Za-z_]{0,23}|[A-Za-z][A-Za-z_-]{0,23}(?:requests?|client|http|server|lib|agent|sdk|api|bot|IIS|HTTPAPI))\/$/;
const CAPITALISED = /(?:^|[\s"'(;,=[])[A-Z][A-Za-z_-]{0,23}\/$/;
const VERSION_WINDOW = 32;

/** Four numbers of 0 to 255 without leading zeros (RFC 6943, section 3.1.1), not a version. */
export function isIpv4(
  text: string,
  starts: readonly number[],
  ends: readonly number[],
  hasPort = false,
): boolean {
  for (let part = 0; part < 4; part++) {
    const start = starts[part] ?? 0;
    const length = (ends[part] ?? 0) - start;
    if (length > 3 || (length > 1 && unitAt(text, start) === 48)) return false;
    if (length === 3 && Number(text.slice(start, ends[part])) > 255) return false;
  }
  const start = starts[0] ?? 0;
  const end = ends[3] ?? 0;
  const before = unitAt(text, start - 1);
  if (joinsWord(before) || before === 46) return false;
  if (before === 45 && isLetter(unitAt(text, start - 2))) return false;
  // X.509 object identifiers: names and extensions.
  if (/^2\.5\.(?:4|29)\./.test(text.slice(start, start + 7))) return false;
  const after = unitAt(text, end);
  if (hasPort) return !isVersion(text, start, end);
  // `.4` is one more number; `.jar` and `-rc` make it a name.
  if (joinsWord(after)) return false;
  if ((after === 46 || after === 45) && isAlphanumeric(unitAt(text, end + 1))) {
    if (after === 46 && !isServiceAfter(text, start, end)) return false;
    if (after === 45 && isLetter(unitAt(text, end + 1))) return false;
    if (after === 45 && /^-\d{1,4}(?:[A-Za-z]|\.(?:el|fc|amzn))/.test(text.slice(end, end + 9)))
      return false;
  }
  return !isVersion(text, start, end);
}

/** tcpdump's `8.8.8.8.domain:`, the DNS's `4.3.2.1.in-addr.arpa`. */
function isServiceAfter(text: string, start: number, end: number): boolean {
  const rest = text.slice(end, end + 24);
  if (/^\.in-addr\.arpa\b/i.test(rest)) return true;
  return /^\.[a-z][a-z0-9-]{1,15}(?: >|:)/.test(rest) && isOfDump(text, start);
}

/** Whether an address is in tcpdump's output: `IP 203.0.113.9.53124 > 198.51.100.7.443: `. */
function isOfDump(text: string, start: number): boolean {
  return /(?:\bIP6?|>) $/.test(text.slice(Math.max(0, start - 5), start));
}

/** Whether a fifth number is the address's port: 256 or more, or in tcpdump's output. */
export function isDottedPort(text: string, address: number, start: number, end: number): boolean {
  if (end - start > 5 || unitAt(text, start) === 48 || isAlphanumeric(unitAt(text, end)))
    return false;
  const port = Number(text.slice(start, end));
  return port <= 65_535 && (port > 255 || isOfDump(text, address));
}

function isVersion(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - VERSION_WINDOW), start);
  meter.steps += before.length;
  if (!VERSION_BEFORE.test(before)) return false;
  // Hadoop's `host/10.0.0.1:50010` has a port, `Chrome/120.0.0.0` does not.
  if (!before.endsWith('/')) return true;
  if (unitAt(text, end) === 58 && isDigit(unitAt(text, end + 1))) return false;
  if (!PRODUCT.test(before) || HOST.test(before)) return false;
  if (CAPITALISED.test(before)) return true;
  // `nginx/1.25.3.1`: addresses begin with any number, versions with a small one.
  const first = Number(text.slice(start, text.indexOf('.', start)));
  return first < 100 && first !== 10;
}

/** A shorter one needs more evidence: `a::1` is more likely a name in a program. */
const MIN_IPV6 = 7;
const MAX_IPV6 = 45;
const EIGHT_OCTETS = /^(?:[\da-f]{2}:){7}[\da-f]{2}$/i;

/** Where the address with its first colon at `colon` begins. */
export function ipv6Start(text: string, colon: number): number {
  let start = colon;
  while (colon - start < 4 && isHex(unitAt(text, start - 1))) start--;
  return start;
}

/**
 * The end of the address whose first colon is at `colon`, as `~end`; if there is none, where the
 * search may continue. Verified by `node:net` (RFC 4291, section 2.2).
 */
export function ipv6Around(text: string, colon: number): number {
  const next = unitAt(text, colon + 1);
  if (next !== 58 && !isHex(next)) return colon + 1;
  const start = ipv6Start(text, colon);
  // `ip:2001:db8::1`: the colon of a label.
  if (start === colon && next !== 58) return colon + 1;
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
  // A sentence's full stop or colon is not part of the address.
  while (end > colon + 1 && isTrailing(text, end)) end--;
  if (colons < 2 || (!isShort && colons < 6)) return end;
  if (end - start < MIN_IPV6 && !isShortIpv6(text, start, end)) return end;
  const before = unitAt(text, start - 1);
  if (joinsWord(before) || joinsWord(unitAt(text, end))) return end;
  if (before === 58 && !isLetter(unitAt(text, start - 2))) return end;
  const address = text.slice(start, end);
  // `dead::beef`, without a digit, is more likely a name in a program.
  if (!/\d/.test(address)) return end;
  // A certificate's serial number or a World Wide Name; addresses are not written in octets.
  if (EIGHT_OCTETS.test(address)) return end;
  if (isIPv6(address)) return ~end;
  // `2001:db8::1:53124`, `2001:db8::1.53124`: with a port.
  const port = /[:.]\d{1,5}$/.exec(address);
  const host = address.slice(0, port?.index);
  // `0:0:0:0:0:0:0:0:2181` is nobody's address.
  return /[1-9a-f]/i.test(host) && isIPv6(host) ? ~(start + host.length) : end;
}

/** `::1`; `fe80::/10`; `[a::1]`; and whatever begins like an assigned address. */
function isShortIpv6(text: string, start: number, end: number): boolean {
  if (text.slice(start, end) === '::1') return true;
  if (unitAt(text, end) === 47 && isDigit(unitAt(text, end + 1))) return true;
  if (unitAt(text, start - 1) === 91 && unitAt(text, end) === 93) return true;
  return /^(?:[23][0-9a-f]{3}|f[cde][0-9a-f]{2}):/i.test(text.slice(start, start + 5));
}

function isTrailing(text: string, end: number): boolean {
  const last = unitAt(text, end - 1);
  return last === 46 || (last === 58 && unitAt(text, end - 2) !== 58);
}

function isHex(unit: number): boolean {
  const lower = unit | 32;
  return isDigit(unit) || (lower >= 97 && lower <= 102);
}
