import {
  ALWAYS,
  ALWAYS_ELSEWHERE,
  DETAILS,
  HARMLESS_BEFORE,
  ONLY_AFTER,
  STEMS,
  SUFFIXES,
  WHERE_CODE,
  WHERE_RANDOM,
} from './sensitive-names.js';
import { splitName } from './split-name.js';

/**
 * When a name's value is a secret: always; if it looks like a token; if it does so beyond doubt
 * (`*_key`); if it is a short code.
 */
export type Secrecy = 'always' | 'random' | 'key' | 'code';

/** The most words that are compared as one name. */
const MAX_COMPOUND = 4;

const RULES = new Map<string, Secrecy>([
  ...WHERE_RANDOM.map((word): [string, Secrecy] => [word, 'random']),
  ...WHERE_CODE.map((word): [string, Secrecy] => [word, 'code']),
  ...[...ALWAYS, ...ALWAYS_ELSEWHERE].map((word): [string, Secrecy] => [word, 'always']),
  ['key', 'key'],
  ['keys', 'key'],
]);
const HARMLESS = new Map(
  Object.entries(HARMLESS_BEFORE).map(([word, before]) => [word, new Set(before)]),
);
const NEEDED = new Map(Object.entries(ONLY_AFTER).map(([word, before]) => [word, new Set(before)]));
const SUFFIX = new Set(SUFFIXES);
const DETAIL = new Set(DETAILS);
const LAST_OF_SEVERAL = new Set(
  (
    'key keys code codes phrase words string passe clave acceso api sandi khau laluan khẩu seguridad ' +
    'segura secreta secrete acesso verificación verificacion verificação verificacao segurança ' +
    'verifica string value ticket salt hash seed id sid'
  ).split(' '),
);
const FOREIGN = [...ALWAYS_ELSEWHERE, ...WHERE_CODE].filter((word) => /[^\x20-\x7e]/.test(word));

/** As many names as one kind of log has; more is a sign of generated names. */
const MAX_KNOWN = 2_000;
const known = new Map<string, Secrecy | undefined>();

/** When the value of a key or attribute with this name is a secret; `undefined` for never. */
export function secrecyOf(name: string): Secrecy | undefined {
  const found = known.get(name);
  if (found !== undefined || known.has(name)) return found;
  const secrecy = judge(name);
  if (known.size >= MAX_KNOWN) known.clear();
  // A copy, since a slice would keep the whole text in memory.
  known.set(Buffer.from(name, 'utf16le').toString('utf16le'), secrecy);
  return secrecy;
}

function judge(name: string): Secrecy | undefined {
  if (isIdempotencyToken(name)) return undefined;
  const words = splitName(name);
  const found = ofWords(words);
  if (found !== undefined) return found;
  let kept = words.length;
  while (kept > 1 && SUFFIX.has(words[kept - 1] ?? '')) kept--;
  // `password_hash` is as secret as the password; `session_data` says nothing.
  if (kept === words.length || ofWords(words.slice(0, kept)) !== 'always') return undefined;
  return 'always';
}

/** Whether a word may be the last of a name written with spaces: `API key`, `mot de passe`. */
export function isLastOfSeveral(name: string): boolean {
  return LAST_OF_SEVERAL.has(name.toLowerCase()) || name.charCodeAt(name.length - 1) > 127;
}

/** Whether a name inside a secret only describes it: `type`, `expires_in`. */
export function isDetail(name: string): boolean {
  return DETAIL.has(splitName(name).join(''));
}

/** Whether a separate word before a name makes it harmless: `unexpected token`. */
export function isHarmlessAfter(name: string, before: string): boolean {
  return HARMLESS.get(singular(name.toLowerCase()))?.has(before.toLowerCase()) === true;
}

/** AWS's `clientToken` is an idempotency key; Vault's `client_token` is a secret. */
function isIdempotencyToken(name: string): boolean {
  if (!name.endsWith('Token')) return false;
  return /(?:^|[a-z.])[cC]lient(?:Request)?Token$/.test(name.slice(-24));
}

function ofWords(words: readonly string[]): Secrecy | undefined {
  let compound = '';
  let longest = '';
  let from = 0;
  const least = Math.max(0, words.length - MAX_COMPOUND);
  for (let at = words.length - 1; at >= least; at--) {
    compound = (words[at] ?? '') + compound;
    if (!RULES.has(compound)) continue;
    longest = compound;
    from = at;
  }
  if (longest !== '') return isHarmless(longest, words, from) ? undefined : RULES.get(longest);
  const last = words.at(-1) ?? '';
  const stem = STEMS.find((word) => last.endsWith(word));
  if (stem !== undefined) {
    return HARMLESS.get(stem)?.has(last.slice(0, -stem.length)) === true ? undefined : 'always';
  }
  if (last.charCodeAt(last.length - 1) < 128) return undefined;
  const foreign = FOREIGN.find((word) => last.endsWith(word));
  return foreign === undefined ? undefined : RULES.get(foreign);
}

function isHarmless(compound: string, words: readonly string[], from: number): boolean {
  const before = words[from - 1];
  const needed = NEEDED.get(compound);
  if (needed !== undefined) return before === undefined || !needed.has(before);
  if (before === undefined) return compound === 'key' || compound === 'keys';
  const harmless = HARMLESS.get(singular(compound));
  if (harmless === undefined) return false;
  return harmless.has(before) || harmless.has((words[from - 2] ?? '') + before);
}

function singular(word: string): string {
  return HARMLESS.has(word) || !word.endsWith('s') ? word : word.slice(0, -1);
}
