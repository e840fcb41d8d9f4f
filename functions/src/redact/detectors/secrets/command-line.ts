import { isAlphanumeric, isWord, unitAt } from '../../chars.js';
import { meter } from '../../meter.js';
import type { Memo } from './memo.js';
import { mayEndSecretName } from './names/endings.js';
import { secrecyOf } from './names/secrecy.js';
import type { Span } from './span.js';
import { bareEnd } from './values/bare.js';
import { quoteAt, quotedEnd } from './values/quotes.js';
import { isSecretValue, isSentence } from './values/shapes.js';

/** How a command takes a secret through its flags. */
export interface Command {
  /** Flags whose argument is `user:password`; the password is redacted. */
  pair?: RegExp;
  /** Flags whose argument is a secret, after a space or right after the flag. */
  secret?: RegExp;
  /** A word that must come first: `docker login -p`, not `docker run -p`. */
  only?: string;
  /** A flag that the secret follows without a space: `mysql -p` alone prompts for it. */
  glued?: RegExp;
  /** Flags whose argument is cookies, or without a `=` the name of a file of cookies. */
  cookies?: RegExp;
  /** Whether its flags of several letters have one dash, so that `-port` is not `-p ort`. */
  hasWords?: boolean;
}

/**
 * From their manuals: curl(1), mysql(1), redis-cli(1), sshpass(1), docker-login(1), ldapsearch(1),
 * smbclient(1), mongo(1), sqlcmd, 7z, zip(1), rar, mosquitto_pub(1), ipmitool(1), openssl(1).
 */
const COMMANDS: Readonly<Record<string, Command>> = {
  curl: { pair: /^(?:u|U|user|proxy-user)$/, cookies: /^(?:b|cookie)$/ },
  mysql: { glued: /p/y },
  mysqldump: { glued: /p/y },
  mysqladmin: { glued: /p/y },
  mysqlimport: { glued: /p/y },
  mariadb: { glued: /p/y },
  'redis-cli': { secret: /^a$/ },
  sshpass: { secret: /^p$/ },
  docker: { secret: /^p$/, only: 'login' },
  podman: { secret: /^p$/, only: 'login' },
  ldapsearch: { secret: /^w$/ },
  ldapadd: { secret: /^w$/ },
  ldapmodify: { secret: /^w$/ },
  ldapwhoami: { secret: /^w$/ },
  ldapdelete: { secret: /^w$/ },
  ldappasswd: { secret: /^[wsa]$/ },
  smbclient: { pair: /^U$/ },
  rpcclient: { pair: /^U$/ },
  mongo: { secret: /^p$/ },
  mongosh: { secret: /^p$/ },
  mongodump: { secret: /^p$/ },
  mongorestore: { secret: /^p$/ },
  sqlcmd: { secret: /^P$/ },
  bcp: { secret: /^P$/ },
  isql: { secret: /^P$/ },
  zip: { secret: /^P$/ },
  unzip: { secret: /^P$/ },
  rar: { glued: /h?p/y },
  unrar: { glued: /p/y },
  mosquitto_pub: { secret: /^P$/ },
  mosquitto_sub: { secret: /^P$/ },
  ipmitool: { secret: /^P$/ },
  cqlsh: { secret: /^p$/ },
  az: { secret: /^p$/ },
  openssl: { secret: /^(?:[kK]|pass|passin|passout)$/, hasWords: true },
  'ssh-keygen': { secret: /^[NP]$/ },
  rabbitmqadmin: { secret: /^p$/ },
  etcdctl: { pair: /^user$/ },
  twine: { secret: /^p$/ },
  slappasswd: { secret: /^s$/ },
  doveadm: { secret: /^p$/, only: 'pw' },
  testsaslauthd: { secret: /^p$/ },
  knife: { secret: /^P$/ },
  rdesktop: { secret: /^p$/ },
  crackmapexec: { secret: /^p$/ },
  netexec: { secret: /^p$/ },
  'evil-winrm': { secret: /^p$/ },
  racadm: { secret: /^p$/ },
  ncftpput: { secret: /^p$/ },
  ncftpget: { secret: /^p$/ },
  plink: { secret: /^pw$/, hasWords: true },
  pscp: { secret: /^pw$/, hasWords: true },
  snmpwalk: { secret: /^[cAX]$/ },
  snmpget: { secret: /^[cAX]$/ },
  beeline: { secret: /^p$/ },
  lftp: { pair: /^u$/ },
  psexec: { secret: /^p$/ },
  influx: { secret: /^(?:t|p|password)$/, hasWords: true },
};
const BY_NAME = new Map(Object.entries(COMMANDS));
const MAX_COMMAND = 2048;
/** How far back from a literal the word `secret` is looked for. */
const MAX_LITERALS = 256;

/** The commands' names, so that the scan stops at them. */
export const COMMAND_NAMES: readonly string[] = Object.keys(COMMANDS);

/** Remembers the command whose name begins at `at`, so that its flags can be interpreted. */
export function noteCommand(text: string, at: number, memo: Memo): void {
  let end = at;
  while (end - at < 16 && (isWord(unitAt(text, end)) || unitAt(text, end) === 45)) end++;
  meter.steps += end - at;
  const after = unitAt(text, end);
  // A space, or a quote or comma if the arguments are a list.
  if (after !== 32 && after !== 34 && after !== 39 && after !== 44) return;
  const command = BY_NAME.get(text.slice(at, end));
  if (command?.only !== undefined && !text.slice(end, end + 48).includes(command.only)) return;
  if (command !== undefined) memo.command = { command, at };
}

/** The secret after the flag whose first letter is at `at`: `--password x`, `-u ann:x`, `-px`. */
export function secretOfFlag(text: string, at: number, memo: Memo): Span | undefined {
  const dashes = unitAt(text, at - 2) === 45 ? 2 : 1;
  if (isAlphanumeric(unitAt(text, at - dashes - 1))) return undefined;
  if (dashes === 2 && text.startsWith('from-literal', at)) return literalOfSecret(text, at);
  const ofCommand = flagOfCommand(text, at, dashes, memo);
  if (ofCommand !== undefined) return ofCommand;
  let end = at;
  while (end - at < 64 && (isWord(unitAt(text, end)) || unitAt(text, end) === 45)) end++;
  meter.steps += end - at;
  const isShort = end - at < (dashes === 1 ? 4 : 2) && text.slice(at, end) !== 'pw';
  if (isShort || !mayEndSecretName(text, end)) return undefined;
  const name = text.slice(at, end);
  // curl's `--cookie-jar` names a file.
  const secrecy = name === 'cookie-jar' ? undefined : secrecyOf(name);
  if (secrecy === undefined) return undefined;
  const value = argumentAfter(text, end);
  if (value === undefined || !isSecretValue(secrecy, name, text.slice(value.start, value.end))) {
    return undefined;
  }
  // PowerShell's `-Password (Get-Secret x)`: the value comes from another command.
  if (/^\([A-Z][A-Za-z]{1,16}-[A-Z]/.test(text.slice(value.start, value.start + 24)))
    return undefined;
  // `--token requires a value`
  return isAboutFlag(text.slice(value.start, Math.min(value.end, value.start + 16)))
    ? undefined
    : value;
}

const LITERAL = /from-literal[= ]["']?([\w.-]{1,128})=/y;
/** Parts of a Kubernetes secret that are not secret themselves. */
const PLAIN_PART =
  /(?:user(?:name)?|host(?:name)?|port|url|name|email|region|database|db|tls\.crt)$/i;

/** The value in `kubectl create secret generic db --from-literal=password=x`. */
function literalOfSecret(text: string, at: number): Span | undefined {
  if (!/secret/.test(text.slice(Math.max(0, at - MAX_LITERALS), at))) return undefined;
  LITERAL.lastIndex = at;
  const name = LITERAL.exec(text)?.[1];
  meter.steps += MAX_LITERALS + 32;
  if (name === undefined || PLAIN_PART.test(name)) return undefined;
  const value = afterEquals(text, LITERAL.lastIndex - 1);
  if (value === undefined) return undefined;
  const isSecret = isSecretValue('always', 'secret', text.slice(value.start, value.end));
  return isSecret ? value : undefined;
}

function isAboutFlag(word: string): boolean {
  return /^(?:flag|option|argument|parameter|value|requires|or)$/.test(word) || isSentence(word);
}

/** A flag's argument: after a space, or the next item of a list. */
function argumentAfter(text: string, end: number): Span | undefined {
  let at = end;
  const closing = quoteAt(text, at);
  if (closing !== undefined) {
    at = closing.from;
    while (at - closing.from < 4 && (unitAt(text, at) === 44 || unitAt(text, at) === 32)) at++;
    if (at === closing.from) return undefined;
  } else {
    while (at - end < 3 && unitAt(text, at) === 32) at++;
    if (at === end) return undefined;
  }
  const quote = quoteAt(text, at);
  if (quote !== undefined) {
    const last = quotedEnd(text, quote);
    return last > quote.from ? { start: quote.from, end: last } : undefined;
  }
  if (closing !== undefined || unitAt(text, at) === 45) return undefined;
  const last = bareEnd(text, at, false);
  return last > at ? { start: at, end: last } : undefined;
}

function flagOfCommand(text: string, at: number, dashes: number, memo: Memo): Span | undefined {
  const noted = memo.command;
  if (
    noted === undefined ||
    at - noted.at > MAX_COMMAND ||
    isLineBetween(text, noted.at, at, memo)
  ) {
    return passwordOf7z(text, at, dashes);
  }
  const { pair, secret, glued, cookies, hasWords = false } = noted.command;
  let end = at + 1;
  if (dashes === 2 || hasWords)
    while (end - at < 24 && (isWord(unitAt(text, end)) || unitAt(text, end) === 45)) end++;
  const flag = text.slice(at, end);
  if (glued !== undefined && dashes === 1) {
    glued.lastIndex = at;
    if (glued.test(text)) return gluedSecret(text, glued.lastIndex);
  }
  const isPair = pair?.test(flag) === true;
  const isOfCookies = cookies?.test(flag) === true;
  if (!isPair && !isOfCookies && secret?.test(flag) !== true) return undefined;
  const value =
    unitAt(text, end) === 61
      ? afterEquals(text, end)
      : (argumentAfter(text, end) ?? (hasWords ? undefined : gluedArgument(text, end, dashes)));
  if (value === undefined) return undefined;
  if (isOfCookies && !text.slice(value.start, value.end).includes('=')) return undefined;
  // OpenSSL's `pass:x`; its other sources are `env:`, `file:`, `fd:` and `stdin`.
  SOURCE.lastIndex = value.start;
  if (flag.startsWith('pass') && SOURCE.test(text)) {
    return unitAt(text, value.start) === 112 ? { ...value, start: SOURCE.lastIndex } : undefined;
  }
  if (!isPair)
    return isSecretValue('always', 'secret', text.slice(value.start, value.end))
      ? value
      : undefined;
  const given = text.slice(value.start, value.end);
  // lftp's `ann,x`.
  const colon = /[:%]/.test(given) ? given.search(/[:%]/) : given.indexOf(',');
  if (colon < 0) return undefined;
  const start = value.start + colon + 1;
  return isSecretValue('always', 'secret', text.slice(start, value.end))
    ? { start, end: value.end }
    : undefined;
}

const SOURCE = /(?:pass|env|file|fd):|stdin/y;

/** The secret right after a flag, if any: `-px`, `-p'x y'`; in a list of arguments, `-p` stands alone. */
function gluedSecret(text: string, from: number): Span | undefined {
  const next = unitAt(text, from);
  if (next <= 32 || next === 44) return undefined;
  const quote = quoteAt(text, from);
  if (quote === undefined) return { start: from, end: bareEnd(text, from, false) };
  if (!/^["']?[\w$!@#%^&*+~.-]/.test(text.slice(quote.from, quote.from + 1))) return undefined;
  const end = quotedEnd(text, quote);
  return end > quote.from && unitAt(text, end) === quote.unit
    ? { start: quote.from, end }
    : undefined;
}

const REST_OF_7Z = /^7z[azr]?(?:\.exe)?["']? [^\n|;&]{0,192}$/;
/** How far back 7-Zip's name is looked for, and among how many of its files' names. */
const MAX_7Z = 160;
const MAX_7Z_NAMES = 3;

/** 7-Zip's `-px`: a word that begins with a digit is not among those that the scan stops at. */
function passwordOf7z(text: string, at: number, dashes: number): Span | undefined {
  if (dashes !== 1 || unitAt(text, at) !== 112 || unitAt(text, at + 1) <= 32) return undefined;
  const before = text.slice(Math.max(0, at - MAX_7Z), at);
  meter.steps += MAX_7Z;
  let start = before.length;
  for (let names = 0; names < MAX_7Z_NAMES && start > 0; names++) {
    start = before.lastIndexOf('7z', start - 1);
    if (start < 0) return undefined;
    const isName = start === 0 || /[\s/\\"']/.test(before[start - 1] ?? '');
    if (isName && REST_OF_7Z.test(before.slice(start))) return gluedSecret(text, at + 1);
  }
  return undefined;
}

function afterEquals(text: string, end: number): Span | undefined {
  const quote = quoteAt(text, end + 1);
  if (quote !== undefined) return { start: quote.from, end: quotedEnd(text, quote) };
  return { start: end + 1, end: bareEnd(text, end + 1, false) };
}

function gluedArgument(text: string, end: number, dashes: number): Span | undefined {
  return dashes === 2 ? undefined : gluedSecret(text, end);
}

function isLineBetween(text: string, from: number, to: number, memo: Memo): boolean {
  if (memo.nextLine < from) {
    const next = text.indexOf('\n', from);
    memo.nextLine = next < 0 ? text.length : next;
    meter.steps += Math.min(memo.nextLine - from, 64);
  }
  return memo.nextLine < to;
}

/**
 * For each item of a process's argument list, where a secret begins in it, or `undefined`. Reads
 * flags and commands as in a text.
 */
export function secretArguments(items: readonly unknown[]): (number | undefined)[] {
  const found: (number | undefined)[] = [];
  const [program] = items;
  const name = typeof program === 'string' ? program.slice(program.lastIndexOf('/') + 1) : '';
  const known = BY_NAME.get(name);
  const command = known?.only === undefined || items.includes(known.only) ? known : undefined;
  items.forEach((item, index) => {
    const previous = items[index - 1];
    if (typeof item !== 'string') return;
    if (command?.glued !== undefined && item.startsWith('-')) {
      command.glued.lastIndex = 1;
      if (command.glued.test(item) && command.glued.lastIndex < item.length) {
        found[index] = command.glued.lastIndex;
      }
    }
    if (typeof previous !== 'string') return;
    const flag = /^--?([A-Za-z][\w-]{0,63})$/.exec(previous)?.[1];
    if (flag === undefined) return;
    if (command?.pair?.test(flag) === true && /[:%]/.test(item))
      found[index] = item.search(/[:%]/) + 1;
    else if (command?.secret?.test(flag) === true) found[index] = 0;
    else {
      const secrecy = flag.length < 3 ? undefined : secrecyOf(flag);
      if (secrecy !== undefined && isSecretValue(secrecy, flag, item)) found[index] = 0;
    }
  });
  return found;
}
