import { isAlphanumeric, unitAt } from '../../chars.js';
import { meter } from '../../meter.js';
import type { Finding } from '../../types.js';
import { CALL_WORDS, passwordOfCall } from './calls.js';
import { COMMAND_NAMES, noteCommand, secretOfFlag } from './command-line.js';
import { AZURE_SECRET, DISCORD_BOT, KEY_FORMATS, type KeyFormat } from './formats/index.js';
import { schemeCredentials } from './http-schemes.js';
import { secretsOfRows } from './inserted-rows.js';
import { LINK_WORDS, tokenOfLink } from './links.js';
import { isElementName, secretOfElement } from './markup.js';
import type { Memo } from './memo.js';
import { POSITION_WORDS, secretAtPosition } from './positions.js';
import { privateKey } from './private-key.js';
import { push, type Span } from './span.js';
import {
  codeBefore,
  codeElsewhere,
  codeToUse,
  isCodeAfterWords,
  oraclePassword,
  secretOfEnv,
  secretOfStatement,
  windowsPassword,
} from './statements.js';
import { secretOfTuple } from './tuples.js';
import { bareCredentials, botToken, driverCredentials, userInfo } from './url-credentials.js';
import { webTokenEnd } from './web-token.js';

export { freshMemo, type Memo } from './memo.js';
export { secretsOfPair } from './pairs.js';

type Find = (text: string, at: number, memo: Memo, findings: Finding[]) => Span | undefined;

type KeyFind = (text: string, at: number) => Span | undefined;

/** Finds a secret that begins with three characters, encoded by {@link codeOf}. */
interface Finder {
  code: number;
  find: Find;
}

function codeOf(a: number, b: number, c: number): number {
  return a | (b << 7) | (c << 14);
}

/** Hashes three characters to a table index; collisions are possible. */
function hash(a: number, b: number, c: number): number {
  return (a ^ (b << 3) ^ (c << 6)) & 0x1fff;
}

/** Whether a secret may begin with three characters; 1 if the fourth must match as well. */
const CANDIDATES = new Uint8Array(0x2000);
const FOURTH = new Uint8Array(0x2000);
const FINDERS: (Finder[] | undefined)[] = Array.from({ length: 0x2000 });

function register(prefix: string, find: Find): void {
  // A shorter prefix matches with any letter or digit after it.
  const prefixes = prefix.length >= 3 ? [prefix] : ALPHANUMERICS.map((char) => prefix + char);
  for (const text of prefixes) {
    const [a, b, c] = [text.charCodeAt(0), text.charCodeAt(1), text.charCodeAt(2)];
    const place = hash(a, b, c);
    CANDIDATES[place] = text.length > 3 ? Math.max(CANDIDATES[place] ?? 0, 1) : 2;
    FOURTH[hash(text.charCodeAt(1), text.charCodeAt(2), text.charCodeAt(3))] = 1;
    (FINDERS[place] ??= []).push({ code: codeOf(a, b, c), find });
  }
}

const ALPHANUMERICS = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code)).filter(
  (char) => /[\w-]/.test(char),
);

for (const format of KEY_FORMATS) {
  // These two are recognized by what follows a word, or by something far from its start.
  if (format !== AZURE_SECRET && format !== DISCORD_BOT) register(format.prefix, keyOf(format));
}
for (const word of ['Bearer', 'bearer', 'BEARER', 'Basic', 'basic', 'BASIC']) {
  register(word, schemeCredentials);
}
register('BEGIN', privateKey);
register('eyJ', (text, at, memo) => {
  const end = text.startsWith('eyJ', at) ? webTokenEnd(text, at, memo) : 0;
  return end === 0 ? undefined : { start: at, end };
});
const STATEMENT_WORDS = [
  'password',
  'passphrase ',
  'passcode ',
  'identified',
  'requirepass',
  'masterauth',
  'AUTH',
  'otp',
  'your ',
  'verification code',
  'security code',
  'confirmation code',
  'login code',
  'one-time ',
  'one time ',
  'pin code',
  'cvv',
  'cvc',
  'token',
  'secret',
  'api key',
  'api-key',
  'API key',
  'API-key',
  'apikey',
  'access key',
  'aws_secret_access_key',
  'aws_session_token',
  'proceed to installation',
];
for (const word of STATEMENT_WORDS) {
  for (const cased of [word, word.toUpperCase(), `${word[0]?.toUpperCase()}${word.slice(1)}`]) {
    register(cased, (text, at) =>
      text.startsWith(cased, at) ? secretOfStatement(text, at) : undefined,
    );
  }
}
register('is your ', codeBefore);
for (const word of [
  'code de ',
  'codice di ',
  'digo de ',
  'Best',
  'Sicherheitscode',
  'Einmalcode',
]) {
  register(word, (text, at) => (text.startsWith(word, at) ? codeElsewhere(text, at) : undefined));
}
for (const word of ['use ', 'Use ', 'enter ', 'Enter ', 'type ', 'Type ']) {
  register(word, (text, at) => (text.startsWith(word, at) ? codeToUse(text, at) : undefined));
}
// In Gradle's scripts.
for (const word of ['storePassword', 'keyPassword']) {
  register(word, (text, at) =>
    text.startsWith(word, at) ? secretOfStatement(text, at + word.length - 8) : undefined,
  );
}
for (const word of CALL_WORDS) register(word, passwordOfCall);
for (const word of LINK_WORDS) register(word, tokenOfLink);
register('password/', (text, at) => tokenOfLink(text, at + 9));
register('ENV ', (text, at) => (text.startsWith('ENV ', at) ? secretOfEnv(text, at) : undefined));
for (const name of COMMAND_NAMES.filter((command) => /^[a-z]{3}/.test(command))) {
  register(name, (text, at, memo) => {
    if (text.startsWith(name, at)) noteCommand(text, at, memo);
    return undefined;
  });
}
for (const word of ['VALUES', 'values', 'Values']) {
  register(word, (text, at, memo, findings) => {
    if (text.startsWith(word, at)) secretsOfRows(text, at, memo, findings);
    return undefined;
  });
}
for (const word of ['thin:', 'sqlplus']) {
  register(word, (text, at) => (text.startsWith(word, at) ? oraclePassword(text, at) : undefined));
}
for (const word of ['net ', 'net1 ', 'ConvertTo-SecureString']) {
  register(word, (text, at) => (text.startsWith(word, at) ? windowsPassword(text, at) : undefined));
}
register('az ', (text, at, memo) => {
  if (text.startsWith('az ', at)) noteCommand(text, at, memo);
  return undefined;
});
for (const name of ['tcp', 'udp', 'unix', 'cloudsql']) register(name, driverCredentials);
for (const word of POSITION_WORDS) {
  register(word, (text, at) =>
    text.startsWith(word, at) ? secretAtPosition(text, at) : undefined,
  );
}

/** Characters before and after a word that may mark a secret. */
const BEFORE = new Uint8Array(128);
const AFTER = new Uint8Array(128);
for (const char of '-<;') BEFORE[char.charCodeAt(0)] = 1;
for (const char of '~"\'') AFTER[char.charCodeAt(0)] = 1;

/** Whether the word from `start` to `end` may lead to a secret. Cheap, with false positives. */
export function mayBeSecretWord(text: string, start: number, end: number, after: number): boolean {
  const before = unitAt(text, start - 1);
  // In the middle of a word, like most letters in hexadecimal numbers.
  if (isAlphanumeric(before)) return after === 126;
  const first = text.charCodeAt(start);
  // Read all four without bounds checks if possible: this runs for every word.
  const isLong = start + 3 < text.length;
  const second = isLong ? text.charCodeAt(start + 1) : unitAt(text, start + 1);
  const third = isLong ? text.charCodeAt(start + 2) : unitAt(text, start + 2);
  const candidate = CANDIDATES[hash(first, second, third)];
  if (candidate === 2) return true;
  if (candidate === 1) {
    const fourth = isLong ? text.charCodeAt(start + 3) : 0;
    if (FOURTH[hash(second, third, fourth)] === 1) return true;
  }
  if (BEFORE[before] === 1 && mayLead(before, unitAt(text, start - 2))) return true;
  if (AFTER[after] === 1 && (after === 126 || unitAt(text, end + 1) === 44)) return true;
  return first >= 77 && first <= 79 && mayBeBotOfDiscord(text, start);
}

/** A dash must begin a flag rather than join words, and a `;` must end `&lt;`. */
function mayLead(before: number, second: number): boolean {
  if (before === 45) return second <= 45 || second === 91;
  return before === 60 || second === 116;
}

function mayBeBotOfDiscord(text: string, start: number): boolean {
  for (let length = 21; length <= 28; length++) {
    if (unitAt(text, start + length) === 46) return unitAt(text, start + length + 7) === 46;
  }
  return false;
}

/** Pushes the secret that a word is or leads to. Returns where to continue; 0 if there is none. */
export function secretsOfWord(
  text: string,
  start: number,
  end: number,
  memo: Memo,
  findings: Finding[],
): number {
  const before = unitAt(text, start - 1);
  if (unitAt(text, end) === 126 && end - start < 2) {
    const found = AZURE(text, start);
    if (found !== undefined) return push(findings, found);
  }
  if (isAlphanumeric(before)) return 0;
  const first = unitAt(text, start);
  const discord = first >= 77 && first <= 79 ? DISCORD(text, start) : undefined;
  if (discord !== undefined) return push(findings, discord);
  const second = unitAt(text, start + 1);
  const third = unitAt(text, start + 2);
  const finders = FINDERS[hash(first, second, third)];
  if (finders !== undefined) {
    const code = codeOf(first, second, third);
    for (const { code: needed, find } of finders) {
      if (needed !== code) continue;
      const found = find(text, start, memo, findings);
      // The text before the word is not scanned again.
      if (found !== undefined) return Math.max(end, push(findings, found));
    }
  }
  if (before === 45) {
    const value = secretOfFlag(text, start, memo);
    if (value !== undefined) return push(findings, value);
  } else if (isElementName(text, start)) {
    return secretOfElement(text, start, findings);
  }
  const after = unitAt(text, end);
  return after === 34 || after === 39 ? secretOfTuple(text, end, findings) : 0;
}

/** Finds a key at `at`, after whatever its format requires before it. */
function keyOf({ prefix, rest, before, needs }: KeyFormat): KeyFind {
  return (text, at) => {
    if (!text.startsWith(prefix, at)) return undefined;
    rest.lastIndex = at + prefix.length;
    const match = rest.exec(text);
    meter.steps += match === null ? 32 : match[0].length;
    if (match === null) return undefined;
    const end = rest.lastIndex;
    if (match[1] !== undefined) return { start: end - match[1].length, end };
    const lead = before === undefined ? '' : leadOf(text, at, before);
    if (lead === undefined) return undefined;
    const key = text.slice(at, end);
    if (needs !== undefined && !/\d/.test(key.slice(prefix.length))) return undefined;
    if (needs === 'mixed' && !(/[a-z]/.test(key) && /[A-Z]/.test(key))) return undefined;
    return { start: at - lead.length, end };
  };
}

function leadOf(
  text: string,
  at: number,
  { pattern, reach }: { pattern: RegExp; reach: number },
): string | undefined {
  return pattern.exec(text.slice(Math.max(0, at - reach), at))?.[0];
}

const AZURE: KeyFind = keyOf(AZURE_SECRET);
const DISCORD: KeyFind = keyOf(DISCORD_BOT);

/** Google's refresh tokens, Asana's, Facebook's and ClickHouse's keys, and hashes begin with digits. */
const DIGIT_FORMATS: readonly RegExp[] = [
  /1\/\/0[\w-]{30,512}(?![A-Za-z0-9])/y,
  /4b1d[A-Za-z0-9]{38}(?![A-Za-z0-9])/y,
  /[12]\/\d{10,20}(?:\/\d{10,20})?:[a-f0-9]{32}(?![A-Za-z0-9])/y,
  /\d{15,17}\|[\w-]{27,40}(?![A-Za-z0-9])/y,
  // Password hashes in crypt(3) format: bcrypt, and salted MD5 and SHA-2.
  /(?<=\$)2[aby]\$\d\d\$[./A-Za-z0-9]{53}(?![A-Za-z0-9])/y,
  /(?<=\$)[156]\$(?:rounds=\d{1,9}\$)?[./A-Za-z0-9]{1,16}\$[./A-Za-z0-9]{22,86}(?![A-Za-z0-9])/y,
];

/** Whether this many digits and the character after them may begin such a key. Cheap. */
export function mayBeKeyOfDigits(length: number, after: number): boolean {
  if (length === 1) {
    // `/`, `$`, `a`, `b` or `y`
    return after === 47 || after === 36 || (after >= 97 && after <= 98) || after === 121;
  }
  return after === 124 && length >= 15 && length <= 16;
}

/** Pushes the key that begins with the digit at `at`. Returns where to continue; 0 if none does. */
export function keyOfDigits(text: string, at: number, findings: Finding[]): number {
  if (isAlphanumeric(unitAt(text, at - 1))) return 0;
  for (const format of DIGIT_FORMATS) {
    format.lastIndex = at;
    if (format.test(text)) return push(findings, { start: at, end: format.lastIndex });
  }
  return 0;
}

/** Pushes the digits from `start` to `end` if the words before them say that they are a code. */
export function codeOfDigits(
  text: string,
  start: number,
  end: number,
  findings: Finding[],
): number {
  return isCodeAfterWords(text, start) ? push(findings, { start, end }) : 0;
}

/** Pushes the credentials of a URL whose `://`, or of a bot whose `:`, is at `at`. */
export function secretsAtColon(text: string, at: number, memo: Memo, findings: Finding[]): number {
  const isUrl = unitAt(text, at + 1) === 47 && unitAt(text, at + 2) === 47;
  const found = isUrl ? userInfo(text, at, memo) : botToken(text, at);
  return found === undefined ? 0 : push(findings, found);
}

/** Pushes the password before the `@` at `at`, if it is that of credentials. */
export function secretAtSign(text: string, at: number, findings: Finding[]): number {
  const found = bareCredentials(text, at);
  return found === undefined ? 0 : push(findings, found);
}
