import { isAlphanumeric, unitAt } from '../../chars.js';
import { meter } from '../../meter.js';
import { privateKey, schemeCredentials, type Memo, webTokenEnd } from './credentials.js';
import { KEY_FORMATS, type KeyFormat } from './key-formats.js';
import { secretOfFlag } from './pairs.js';

interface Found {
  start: number;
  end: number;
}

/** Three characters as a place in a table; others share it. */
function hash(a: number, b: number, c: number): number {
  return (a ^ (b << 3) ^ (c << 6)) & 0x1fff;
}

/** What may begin with three characters. */
const CANDIDATES = new Uint8Array(0x2000);
const BY_HASH = new Map<number, KeyFormat[]>();

function register(prefix: string): number {
  const place = hash(prefix.charCodeAt(0), prefix.charCodeAt(1), prefix.charCodeAt(2));
  CANDIDATES[place] = 1;
  return place;
}

for (const format of KEY_FORMATS) {
  const place = register(format.prefix);
  BY_HASH.set(place, [...(BY_HASH.get(place) ?? []), format]);
}
for (const word of ['eyJ', 'BEGIN', 'Bearer', 'bearer', 'BEARER', 'Basic', 'basic', 'BASIC'])
  register(word);

/** Whether a secret may begin with the word at `at`. Cheap; true for some others too. */
export function mayBeginSecret(first: number, second: number, third: number): boolean {
  return CANDIDATES[hash(first, second, third)] === 1;
}

/** The secret that the word at `at` is or leads to. */
export function secretAt(text: string, at: number, memo: Memo): Found | undefined {
  const second = unitAt(text, at + 1);
  if (text.startsWith('eyJ', at)) {
    const end = webTokenEnd(text, at, memo);
    return end === 0 ? undefined : { start: at, end };
  }
  const first = unitAt(text, at) | 32;
  if (first === 98) {
    return second === 69 && text.startsWith('BEGIN ', at)
      ? privateKey(text, at, memo)
      : schemeCredentials(text, at);
  }
  return keyAt(text, at, hash(unitAt(text, at), second, unitAt(text, at + 2)));
}

function keyAt(text: string, at: number, place: number): Found | undefined {
  for (const { prefix, rest, digit } of BY_HASH.get(place) ?? []) {
    if (!text.startsWith(prefix, at)) continue;
    rest.lastIndex = at + prefix.length;
    const matches = rest.test(text);
    const end = rest.lastIndex;
    meter.steps += matches ? end - at : 32;
    if (matches && (digit !== true || /\d/.test(text.slice(at, end)))) return { start: at, end };
  }
  return undefined;
}

/** `--password value`, where the flag's word begins at `at`. */
export function flagAt(text: string, at: number): Found | undefined {
  if (unitAt(text, at - 1) !== 45 || unitAt(text, at - 2) !== 45) return undefined;
  return isAlphanumeric(unitAt(text, at - 3)) ? undefined : secretOfFlag(text, at);
}
