import { isCodeOfDigits, isKeyBeyondDoubt } from '../values/shapes.js';
import { isAlphanumeric, isWord, unitAt } from '../../../chars.js';
import { meter } from '../../../meter.js';
import { secrecyOf, type Secrecy } from './secrecy.js';
import { splitName } from './split-name.js';

/** Names that mean something only together with their parent's name. */
const NESTED = /^(?:key|keys|code|codes)$/i;
/** Parents whose `key` is a secret, whatever it looks like. */
const OF_SECRET_KEYS = new Set(
  (
    'api access secret private signing encryption decryption master auth shared ssh aes hmac ' +
    'crypto cipher preshared'
  ).split(' '),
);
/** Generic parents, which say nothing about a `key`. */
const GENERIC = new Set(
  (
    'args params arguments payload body options opts props input output result results value ' +
    'values fields attributes meta details info extra record records items tags labels headers ' +
    'filter filters where set map list objects entries kv store storage s3 account service client ' +
    'webhook integration'
  ).split(' '),
);
const OF_CODES = new Set(
  'verification otp mfa totp sms twofactor confirmation activation'.split(' '),
);

/** How far back to look for a parent. */
const MAX_BACK = 256;

/** How to judge the value of a nested name. */
interface Nested {
  secrecy: Secrecy;
  isSecret: (value: string) => boolean;
}

/** Whether a name must be read together with its parent's. */
export function isNestedName(name: string): boolean {
  return name.length < 6 && NESTED.test(name);
}

/** What `key` or `code` means below a parent: `{"api":{"key":…}}`. */
export function nestedUnder(parent: string, name: string): Nested | undefined {
  const last = splitName(parent).at(-1) ?? '';
  if (/^c/i.test(name)) {
    return OF_CODES.has(last) ? { secrecy: 'code', isSecret: isCodeOfDigits } : undefined;
  }
  if (OF_SECRET_KEYS.has(last)) return { secrecy: 'always', isSecret: () => true };
  if (last === '' || GENERIC.has(last) || secrecyOf(`${parent}_${name}`) === undefined) {
    return undefined;
  }
  return { secrecy: 'key', isSecret: isKeyBeyondDoubt };
}

/**
 * The parent of the name at `start`: `api` in `{"api":{"url":"…","key":`, `api[key]`, `[:api][:key]`,
 * `map[api:map[key:` and, in YAML, on the line above.
 */
export function parentOf(text: string, start: number): string | undefined {
  const at = backOverMarks(text, start);
  const unit = unitAt(text, at - 1);
  let open = at;
  if (unit === 44 || unit === 123) open = openingBefore(text, at);
  else if (unit === 10) return nameBeforeColon(text, at - 1, start - at);
  else if (unit !== 91) return undefined;
  if (open === 0) return undefined;
  if (unitAt(text, open - 1) === 91) {
    const isMap = text.startsWith('map', open - 4);
    return isMap ? nameBeforeColon(text, open - 4, 0) : nameOfPath(text, open - 1);
  }
  return nameBeforeColon(text, open - 1, 0);
}

/** Goes back over the spaces, quotes and a symbol's colon before a name. */
function backOverMarks(text: string, start: number): number {
  let at = start;
  while (start - at < 32) {
    const unit = unitAt(text, at - 1);
    if (unit !== 32 && unit !== 9 && unit !== 34 && unit !== 39 && unit !== 92 && unit !== 58)
      break;
    at--;
  }
  // In JSON, the line above ends with `{` or `,`.
  if (unitAt(text, at - 1) !== 10) return at;
  let before = at - 1;
  if (unitAt(text, before - 1) === 13) before--;
  const last = unitAt(text, before - 1);
  return last === 123 || last === 44 ? before : at;
}

/** The offset after the brace that is open at `at`; 0 if there is none nearby. */
function openingBefore(text: string, at: number): number {
  let depth = 0;
  let open = at;
  for (; at - open < MAX_BACK && open > 0; open--) {
    const unit = unitAt(text, open - 1);
    if (unit === 125 || unit === 93) depth++;
    else if ((unit === 123 || unit === 91) && depth-- === 0) break;
  }
  meter.steps += at - open;
  return at - open < MAX_BACK && unitAt(text, open - 1) === 123 ? open : 0;
}

/** The name, quoted or not, before the `:`, `=` or `=>` that ends at `end`. */
function nameBeforeColon(text: string, end: number, indent: number): string | undefined {
  let at = end;
  while (end - at < 4 && unitAt(text, at - 1) === 32) at--;
  if (unitAt(text, at - 1) === 13) at--;
  const separator = unitAt(text, at - 1);
  if (separator === 62 && unitAt(text, at - 2) === 61) at -= 2;
  else if (separator === 58 || (separator === 61 && indent === 0)) at--;
  else return undefined;
  while (end - at < 8 && unitAt(text, at - 1) === 32) at--;
  return nameOfPath(text, at);
}

/** The name that ends at `end`, before any quotes and closing bracket. */
function nameOfPath(text: string, end: number): string | undefined {
  let last = end;
  for (let marks = 0; marks < 8; marks++) {
    const unit = unitAt(text, last - 1);
    if (unit !== 34 && unit !== 39 && unit !== 92 && unit !== 93) break;
    last--;
  }
  let start = last;
  while (last - start < 40 && (isWord(unitAt(text, start - 1)) || unitAt(text, start - 1) === 45))
    start--;
  meter.steps += end - start;
  return start < last && isAlphanumeric(unitAt(text, last - 1))
    ? text.slice(start, last)
    : undefined;
}
