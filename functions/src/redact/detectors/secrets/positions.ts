import { unitAt } from '../../chars.js';
import { meter } from '../../meter.js';
import { secrecyOf } from './names/secrecy.js';
import type { Span } from './span.js';
import { bareEnd } from './values/bare.js';
import { quoteAt, quotedEnd, skipSpaces } from './values/quotes.js';
import { isNoValue, isSecretValue, isSentence } from './values/shapes.js';

/** Where an argument is a secret because of the words before it. */
interface Position {
  /** The word that makes the scan stop and look. */
  word: string;
  /** The words up to the argument; a group is the argument's name. */
  lead: RegExp;
  /** Must match the text before the word, of which at most {@link MAX_BEFORE} is read. */
  before?: RegExp;
  /** Whether nothing but a quote or bracket may follow on the line. */
  isLast?: boolean;
  /** Whether the argument is a secret; by default, whether it could be a password. */
  isValue?: (value: string) => boolean;
}

const MAX_BEFORE = 96;
/** Between arguments; in a list of them (JSON, auditd), the next one's opening quote is left. */
const SEP = `(?:["'],? {0,2}(?:a\\d{1,3}=)?(?=["'])| {1,3})`;
const ARG = `["']?[^\\s"',]{1,128}`;
const FLAG = `["']?-[A-Za-z]{1,8}(?:${SEP}["']?\\d{1,9})?`;
/** Options with a value, before a subcommand. */
const OPTIONS = '(?: -{1,2}[\\w-]{1,24}(?:[ =][\\w.@/:-]{1,64})?){0,3}';

function at(pattern: string, flags = ''): RegExp {
  return new RegExp(pattern, `y${flags}`);
}

/** `(?=…)` for a cluster of flags that includes a letter. */
function withFlag(letter: string): string {
  return `(?=(?:${FLAG}${SEP}){0,4}["']?-[A-Za-z]{0,8}${letter})`;
}

/**
 * From the manuals of the programs: htpasswd(1), rabbitmqctl(8), signtool, Oracle's and Cisco's
 * references, net(1) of Windows, GitHub's workflow commands, RFC 9051 (LOGIN), RFC 959 (PASS).
 */
const POSITIONS: readonly Position[] = [
  {
    word: 'htpasswd',
    lead: at(
      `htpasswd(?:\\.exe)?${SEP}${withFlag('b')}${withFlag('n')}(?:${FLAG}${SEP}){1,5}${ARG}${SEP}`,
    ),
  },
  {
    word: 'htpasswd',
    lead: at(
      `htpasswd(?:\\.exe)?${SEP}${withFlag('b')}(?:${FLAG}${SEP}){1,5}${ARG}${SEP}${ARG}${SEP}`,
    ),
  },
  {
    word: 'rabbitmqctl',
    lead: at(
      `rabbitmqctl${OPTIONS}${SEP}["']?(?:add_user|change_password|authenticate_user)${SEP}${ARG}${SEP}`,
    ),
  },
  // Piped into a command that reads a password.
  {
    word: 'echo ',
    lead: at(
      `echo (?:-[neE]{1,3} ){0,2}(?=[^\\n|]{1,128}\\| ?(?:sudo )?(?:-\\w )?(?:[^\\n|]{1,128}? (?:-?-password-stdin|--stdin|--with-token)|sudo -S|passwd |smbpasswd|kinit|cryptsetup|vault login))`,
    ),
  },
  {
    word: 'echo ',
    lead: at(
      `echo (?:-[neE]{1,3} ){0,2}["']?[\\w.@-]{1,64}:(?=[^\\n|:]{1,128}\\| ?(?:sudo )?chpasswd)`,
    ),
  },
  {
    word: 'net use',
    lead: at(`net use (?:\\S{1,3} )?\\\\{2,4}\\S{1,128} \\/user:\\S{1,64} (?!\\/)`, 'i'),
  },
  { word: 'setuser', lead: at(`setuser \\S{1,64}(?: [^\\s>]{1,64}){0,8} >`, 'i') },
  { word: 'vault ope', lead: at('vault operator unseal (?:-[\\w-]{1,24}(?:=\\S{1,64})? ){0,3}') },
  { word: 'consul kv', lead: at('consul kv put (?:[\\w.-]{1,64}\\/){0,8}([\\w.-]{1,64}) ') },
  { word: 'etcdctl', lead: at(`etcdctl${OPTIONS} user add [\\w.@-]{1,64}:`) },
  {
    word: 'npm config',
    lead: at('npm config set \\S{0,128}:(_auth|_authToken|_password) {1,2}'),
  },
  ...['poetry ', 'composer '].map((word) => ({
    word,
    lead: at(`${word}config(?: --?\\w{1,12}){0,2} http-basic\\.\\S{1,128} \\S{1,64} {1,2}`),
  })),
  {
    word: 'bundle config',
    lead: at('bundle config (?:set )?(?:--\\w{1,8} )?[\\w.-]{1,96} [\\w.@-]{1,64}:'),
  },
  { word: 'pdftk', lead: at('pdftk [^\\n]{0,96}? (?:input|user|owner)_pw (?:\\w{1,8}=)?') },
  { word: 'signtool', lead: at('signtool(?:\\.exe)? [^\\n]{0,128}? \\/p ', 'i') },
  { word: 'xfreerdp', lead: at('xfreerdp [^\\n]{0,128}? \\/p:', 'i') },
  { word: 'schtasks', lead: at('schtasks(?:\\.exe)? [^\\n]{0,128}? \\/rp ', 'i') },
  { word: 'isql ', lead: at(`isql (?:-\\w ){0,3}\\w[\\w.-]{0,63} \\w[\\w.-]{0,63} (?!-)`) },
  {
    word: 'iscsiadm',
    lead: at('iscsiadm [^\\n]{0,128}?\\.auth\\.password(?:_in)? (?:-v|--value)[ =]'),
  },
  { word: 'wpa_passphrase', lead: at(`wpa_passphrase ["']?[^\\s"'=]{1,32}["']? `) },
  { word: 'iwconfig', lead: at('iwconfig \\w{1,16} key s:') },
  { word: 'lftp ', lead: at(`lftp [^\\n]{0,64}?open -u [^\\s,"']{1,64},`) },
  {
    word: 'gh secret',
    lead: at('gh secret set \\w{1,64}(?: [^\\n]{0,64}?)? (?:--body|-b)[ =]?'),
  },
  {
    word: 'put-parameter',
    lead: at('put-parameter (?=[^\\n]{0,256}SecureString)[^\\n]{0,128}?--value[ =]'),
  },
  { word: 'keyvault', lead: at('keyvault secret set [^\\n]{0,128}?--value[ =]') },
  { word: 'setx ', lead: at(`setx (?:/m )?([A-Za-z_]\\w{1,63}) `, 'i') },
  { word: 'add-mask::', lead: at('add-mask::') },
  { word: 'set-output', lead: at('set-output name=([\\w-]{1,64})::') },
  // Protocols as clients log them: `A001 LOGIN ann x`, `> PASS x`.
  {
    word: 'LOGIN ',
    lead: at('LOGIN (?:"[^"\\n]{1,128}"|[^\\s"]{1,128}) '),
    before: /(?:(?:^|\s)[A-Za-z]{1,4}\d{1,5}|C: \S{1,8}|(?:^|\s)\.) $/,
    isLast: true,
  },
  {
    word: 'PASS ',
    lead: at('PASS (?![\\w.-]{0,64}\\/)(?!\\d{1,5}$)'),
    before: /(?:[<>] ?|[CS]: ?|USER \S{1,64}\r?\n)$/,
    isLast: true,
  },
  {
    word: 'PASS ',
    lead: at('PASS (?![\\w.-]{0,64}\\/)'),
    before: /"$/,
    isLast: true,
    isValue: mixesLettersAndDigits,
  },
  // Redis; not SASL's `AUTH CRAM-MD5`.
  {
    word: 'AUTH',
    lead: at('AUTH (?:default )?(?!(?:CRAM|DIGEST|SCRAM|X?OAUTH|NTLM|PLAIN|LOGIN|GSS))'),
    before: /(?:^|[\n>"]) {0,2}$/,
    isLast: true,
    isValue: mixesLettersAndDigits,
  },
  {
    word: 'AUTH',
    lead: at('AUTH[\\t ]\\d{1,9}[\\t ](?:PLAIN|LOGIN)[^\\n]{0,128}?[\\t ]resp='),
    isValue: () => true,
  },
  { word: 'Login ', lead: at('Login (?:incorrect|OK)[^\\n[]{0,80}: \\[[^\\s/\\]]{1,64}\\/(?!<)') },
  {
    word: 'Digest ',
    lead: at('Digest (?=username|realm|nonce)[^\\n]{0,512}?response=(?="[\\da-f]{32,64}")'),
    isValue: () => true,
  },
  ...['bindpw ', 'rootbindpw ', 'rootpw '].map((word) => ({
    word,
    lead: at(`${word}(?:--(?:plaintext|iscrypted) )?`),
    isLast: true,
  })),
  // Network devices; a digit is the kind of encryption.
  {
    word: 'password ',
    lead: at('password (?:[05-9] |sha512 )(?=\\S)'),
    isLast: true,
    isValue: mixesLettersAndDigits,
  },
  {
    word: 'password ',
    lead: at('password '),
    before:
      /(?:enable|neighbor \S{1,64}|ppp \S{1,8}|chap|(?:user|username|account) ["']?[^\s"']{1,64}["']?,?) $/,
    isValue: mixesLettersAndDigits,
  },
  {
    word: 'secret ',
    lead: at('secret \\d (?=\\S)'),
    before: /(?:username \S{1,64}|enable|privilege \d{1,2}) $/,
  },
  {
    word: 'secret ',
    lead: at('secret '),
    before: /enable $/,
    isLast: true,
    isValue: mixesLettersAndDigits,
  },
  ...['tacacs', 'radius', 'isakmp', 'pre-shared'].map((word) => ({
    word,
    lead: at(`${word}(?:-server| server)?(?: \\S{1,64}){0,2}?[ -]key (?:\\d )?(?=\\S)`),
    isValue: mixesLettersAndDigits,
  })),
  {
    word: 'snmp-server',
    lead: at('snmp-server community (?=\\S{1,64} (?:ro|rw|view)(?!\\w))', 'i'),
  },
  { word: 'snmp community', lead: at('snmp community '), isValue: mixesLettersAndDigits },
  { word: 'wpa-psk ', lead: at('wpa-psk '), isLast: true, isValue: mixesLettersAndDigits },
  { word: 'plain-text-password', lead: at('plain-text-password-value ') },
  { word: 'mc alias', lead: at('mc alias set \\S{1,64} \\S{1,128} \\S{1,128} ') },
  ...['oc login', 'cf login', 'bx login', 'ibmcloud login'].map((word) => ({
    word,
    lead: at(`${word} [^\\n]{0,128}?-p `),
  })),
  { word: 'cf auth', lead: at('cf auth \\S{1,128} ') },
  { word: 'samba-tool', lead: at('samba-tool user (?:create|add) \\S{1,64} ') },
  { word: 'doveadm', lead: at('doveadm auth (?:test|login) (?:-\\w \\S{1,64} ){0,3}\\S{1,128} ') },
  {
    word: 'pulumi',
    lead: at('pulumi config set [^\\n]{0,64}?--secret ["\']?[\\w:.-]{1,96}["\']? '),
  },
  ...['vncpasswd', 'kinit'].map((word) => ({ word, lead: at(`${word} [^\\n]{0,64}?<<< `) })),
  ...['basic auth', 'auth failed for', 'authentication failed for'].map((word) => ({
    word,
    lead: at(`${word} (?:user )?["']?[\\w.@-]{1,64}:`, 'i'),
    isValue: mixesLettersAndDigits,
  })),
  // Oracle's tools.
  ...['expdp ', 'impdp ', 'exp ', 'imp ', 'sqlldr ', 'rman target '].map((word) => ({
    word,
    lead: at(`${word}(?:userid=)?["']?[\\w$#]{1,64}\\/(?=[^\\s/@"']{1,128}(?:@|["']?(?:\\s|$)))`),
    isValue: (value: string) => mixesLettersAndDigits(value.replace(/@.{0,128}$/, '')),
  })),
  {
    word: 'credentials',
    lead: at(`credentials:? (?:for )?["']?[\\w.@-]{1,64}["']? ?[/:] ?`),
    isValue: mixesLettersAndDigits,
  },
];

export const POSITION_WORDS: readonly string[] = [
  ...new Set(POSITIONS.flatMap(({ word, lead }) => casesOf(word, lead.ignoreCase))),
];

function casesOf(word: string, isAnyCase: boolean): string[] {
  return isAnyCase
    ? [word, word.toUpperCase(), `${word[0]?.toUpperCase()}${word.slice(1)}`, ...mixedCases(word)]
    : [word];
}

/** PowerShell and Windows write names as they please. */
function mixedCases(word: string): string[] {
  return word === 'signtool' ? ['SignTool'] : [];
}

const BY_START = new Map<string, Position[]>();
for (const position of POSITIONS) {
  const start = position.word.slice(0, 3).toLowerCase();
  BY_START.set(start, [...(BY_START.get(start) ?? []), position]);
}

/** The secret that the words at `from` lead to: `htpasswd -b file ann x`. */
export function secretAtPosition(text: string, from: number): Span | undefined {
  for (const position of BY_START.get(text.slice(from, from + 3).toLowerCase()) ?? []) {
    const found = argumentAt(text, from, position);
    if (found !== undefined) return found;
  }
  return undefined;
}

function argumentAt(
  text: string,
  from: number,
  { lead, before, isLast = false, isValue }: Position,
): Span | undefined {
  lead.lastIndex = from;
  const matched = lead.exec(text);
  if (matched === null) return undefined;
  meter.steps += matched[0].length + MAX_BEFORE;
  if (before !== undefined && !before.test(text.slice(Math.max(0, from - MAX_BEFORE), from))) {
    return undefined;
  }
  const name = matched[1];
  if (name !== undefined && isValue === undefined && secrecyOf(name) === undefined)
    return undefined;
  const start = skipSpaces(text, lead.lastIndex, 3);
  const quote = quoteAt(text, start);
  const span =
    quote === undefined
      ? { start, end: bareEnd(text, start, false) }
      : { start: quote.from, end: quotedEnd(text, quote) };
  if (span.end <= span.start) return undefined;
  if (isLast && !isEndOfLine(text, span.end)) return undefined;
  const value = text.slice(span.start, span.end);
  if (isNoValue(value) || value.startsWith('-') || value.startsWith('/')) return undefined;
  return (isValue ?? isPasswordLike)(value) ? span : undefined;
}

/** Whether nothing follows but the quotes and brackets that close what the text is in. */
function isEndOfLine(text: string, end: number): boolean {
  const next = unitAt(text, end);
  return next <= 32
    ? !/^[ \t]{0,4}\S/.test(text.slice(end, end + 5).split(/[\r\n]/, 1)[0] ?? '')
    : /^["'`\\\])}<.]/.test(text.slice(end, end + 1));
}

function isPasswordLike(value: string): boolean {
  return isSecretValue('always', 'password', value) && !isSentence(value);
}

/** A method of storing or checking passwords: `scram-sha-256`. */
const METHOD =
  /^(?:scram|sha|md[45]|bcrypt|scrypt|argon|pbkdf|oauth|tls|ssl|x509|http|utf|base|v\d)/i;

/** Whether it mixes letters with digits, as words do not. */
function mixesLettersAndDigits(value: string): boolean {
  return (
    /^(?=.{0,64}[A-Za-z])(?=.{0,64}\d)\S{5,256}$/.test(value) &&
    !METHOD.test(value) &&
    isPasswordLike(value)
  );
}
