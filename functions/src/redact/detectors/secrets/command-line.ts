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
  /** Flags with the secret right after them: `mysql -p` alone prompts for it. */
  glued?: RegExp;
}

/**
 * From their manuals: curl(1), mysql(1), redis-cli(1), sshpass(1), docker-login(1), ldapsearch(1),
 * smbclient(1), mongo(1), sqlcmd, htpasswd(1), 7z, zip(1), rar, mosquitto_pub(1), ipmitool(1).
 */
const COMMANDS: Readonly<Record<string, Command>> = {
  curl: { pair: /^(?:u|U|user|proxy-user)$/, secret: /^(?:b)$/ },
  mysql: { glued: /^p$/ },
  mysqldump: { glued: /^p$/ },
  mysqladmin: { glued: /^p$/ },
  mysqlimport: { glued: /^p$/ },
  mariadb: { glued: /^p$/ },
  'redis-cli': { secret: /^a$/ },
  sshpass: { secret: /^p$/ },
  docker: { secret: /^p$/, only: 'login' },
  podman: { secret: /^p$/, only: 'login' },
  ldapsearch: { secret: /^w$/ },
  ldapadd: { secret: /^w$/ },
  ldapmodify: { secret: /^w$/ },
  ldapwhoami: { secret: /^w$/ },
  smbclient: { pair: /^U$/ },
  rpcclient: { pair: /^U$/ },
  mongo: { secret: /^p$/ },
  mongosh: { secret: /^p$/ },
  mongodump: { secret: /^p$/ },
  mongorestore: { secret: /^p$/ },
  sqlcmd: { secret: /^P$/ },
  bcp: { secret: /^P$/ },
  isql: { secret: /^P$/ },
  '7z': { glued: /^p$/ },
  zip: { secret: /^P$/ },
  unzip: { secret: /^P$/ },
  unrar: { glued: /^p$/ },
  mosquitto_pub: { secret: /^P$/ },
  mosquitto_sub: { secret: /^P$/ },
  ipmitool: { secret: /^P$/ },
  cqlsh: { secret: /^p$/ },
  az: { secret: /^p$/ },
  xfreerdp: { secret: /^p$/ },
  snmpwalk: { secret: /^[cAX]$/ },
  snmpget: { secret: /^[cAX]$/ },
  beeline: { secret: /^p$/ },
  lftp: { pair: /^u$/ },
  psexec: { secret: /^p$/ },
  influx: { secret: /^(?:t|p)$/ },
};
const BY_NAME = new Map(Object.entries(COMMANDS));
const MAX_COMMAND = 2048;

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
  const ofCommand = flagOfCommand(text, at, dashes, memo);
  if (ofCommand !== undefined) return ofCommand;
  let end = at;
  while (end - at < 64 && (isWord(unitAt(text, end)) || unitAt(text, end) === 45)) end++;
  meter.steps += end - at;
  const isShort = end - at < (dashes === 1 ? 4 : 2) && text.slice(at, end) !== 'pw';
  if (isShort || !mayEndSecretName(text, end)) return undefined;
  const name = text.slice(at, end);
  const secrecy = secrecyOf(name);
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
    return undefined;
  }
  let end = at + 1;
  if (dashes === 2)
    while (end - at < 24 && (isWord(unitAt(text, end)) || unitAt(text, end) === 45)) end++;
  const flag = text.slice(at, end);
  const { pair, secret, glued } = noted.command;
  const next = unitAt(text, end);
  if (
    glued?.test(flag) === true &&
    dashes === 1 &&
    next > 32 &&
    next !== 34 &&
    next !== 39 &&
    next !== 44
  ) {
    return { start: end, end: bareEnd(text, end, false) };
  }
  const isPair = pair?.test(flag) === true;
  if (!isPair && secret?.test(flag) !== true) return undefined;
  const value =
    unitAt(text, end) === 61
      ? afterEquals(text, end)
      : (argumentAfter(text, end) ?? gluedArgument(text, end, dashes));
  if (value === undefined) return undefined;
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

function afterEquals(text: string, end: number): Span | undefined {
  const quote = quoteAt(text, end + 1);
  if (quote !== undefined) return { start: quote.from, end: quotedEnd(text, quote) };
  return { start: end + 1, end: bareEnd(text, end + 1, false) };
}

function gluedArgument(text: string, end: number, dashes: number): Span | undefined {
  if (dashes === 2 || unitAt(text, end) <= 32) return undefined;
  return afterEquals(text, end - 1);
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
    const own = command?.glued === undefined ? null : /^-(\w)./.exec(item);
    if (own !== null && command?.glued?.test(own[1] ?? '') === true) found[index] = 2;
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
