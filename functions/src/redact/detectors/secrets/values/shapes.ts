import { isAlphanumeric, isDigit, unitAt } from '../../../chars.js';
import { REDACTED_START } from '../../../marker-pattern.js';
import { isPairInBase64 } from '../http-schemes.js';
import type { Secrecy } from '../names/secrecy.js';

/** Stands for no value, for one that is already masked, or for a type. */
const NO_VALUE =
  /^(?:null|nil|none|undefined|true|false|yes|no|on|off|ok|empty|same-origin|include|omit|required|optional|missing|invalid|expired|pending|failed|failure|success|successful|granted|denied|valid|revoked|active|inactive|unset|changed|updated|rotated|created|deleted|always|never|on_create|loaded|malformed|refreshed|verified|unverified|rejected|accepted|received|generated|configured|unavailable|present|absent|found|not_found|unauthorized|forbidden|initialized|stored|issued|validated|renewed|blocked|supported|unsupported|deprecated|mismatch|mismatched|incorrect|enabled|disabled|redacted|hidden|masked|filtered|n\/a|(?:string|str|boolean|bool|number|int|integer|any|unknown|void|object|varchar|text)(?:\[\])?[!?;]?|\*{1,80}|x{3,80}|•{1,80}|\.{1,3}|<[^<>]{0,64}>?|\[[A-Za-z_ :-]{0,40}\]?|await|yield|new|typeof|lambda|async|\((?:not|known|hidden|redacted|empty|unset|masked|omitted|unchanged|sensitive)\)?|\$\{\{[^{}]{0,64}\}?\}?|%[sdvq]|\{\{?(?:[A-Za-z_ .$-]{0,40}|\d{0,2})\}?\}?|\(null\)|\(none\)|-|\?|[)\]},;]{1,4}|!(?:vault|ref|sub|getatt|importvalue|secret|env|env_var|join|reference|select|findinmap|encrypted)|\{\{resolve:[^{}]{1,128}\}?\}?|:\w{1,32}|\$\d{1,2}|%[A-Z]\w{1,40}%|!!\w{3,12}|chauthtok)$/i;

/** An expression in code: `process.env.TOKEN`, `req.body.password`. */
const EXPRESSION =
  /^(?:(?:this|self|process\.env|os\.environ|req|request|res|response|body|params|props|config|options|opts|args|ctx|context|event|settings)[.[]|(?:var|local|data|module|each|secrets|vars|inputs|github|steps|needs|matrix|Sequelize|DataTypes|Schema|random_(?:password|string|id)|(?:aws|google|azurerm|vault|kubernetes)_[a-z_]{2,48})\.[A-Za-z_][\w.[\]"-]{2,100}$)/;
/** An object as logs show it: `Token{…`, `Token(type=…`, `android.os.Binder@e89fd9a`. */
const OBJECT =
  /^(?:[&*]?(?:[a-z]\w{0,32}\.){0,8}[A-Z][a-z]{2,32}[A-Za-z$]{0,64}[{[]|&\{|map\[|\[object |<\w|(?:[a-z]\w{0,32}\.){1,8}[A-Z]\w{0,64}(?:@[0-9a-f]{1,16})?$|[A-Z][A-Za-z$]{2,64}@[0-9a-f]{5,8}$|System\.)/;

/** A variable: `$TOKEN`, `${db.password}`, `$1`. */
const VARIABLE = /^\$(?:\{[\w.:-]{0,64}\}?|[A-Z_]{1,64}|[a-z_]{1,64}|\d{0,2})$/;

/** Whether a value means none, like `null`, or is already masked, like `***`. */
export function isNoValue(value: string): boolean {
  const head = value.slice(0, 80);
  return NO_VALUE.test(head) || VARIABLE.test(head);
}

/** Whether a value only refers to an object or expression in a program. */
export function isObject(value: string): boolean {
  const head = value.slice(0, 160);
  return EXPRESSION.test(head) || (OBJECT.test(head) && !head.startsWith(REDACTED_START));
}

/** A form's message about a field: `is too short`, `This field is required.` */
const ABOUT =
  /^(?:(?:is|was) (?:too|not|no|required|invalid|missing|already|the|a|an)\b|(?:can['’]?t|can ?not|could not|must|should|may not|does(?:n['’]t| not)|do not|don['’]t|has (?:already|expired|been|to)) [a-z]|(?:this|the|your|a|an|password|passwords|token|secret|field|value|it|new password)\b[^\n]{0,60} (?:is|are|must|should|may|cannot|can['’]t|has|have|do|does|required|invalid)\b|not (?:a )?valid|invalid |please |ensure |enter |expected |too (?:short|long|weak|common)|minimum |at least |required )/i;

/** A parser's token: `Unexpected token: COMMA`, `token: '}'`. */
const LEXEME = /^(?:[A-Z_]{1,16}|[^A-Za-z0-9]{1,3}|[A-Za-z0-9]{1,2})$/;
/** A hexadecimal number, or one with decimals. */
const MEASURE = /^(?:0x[\da-fA-F]{1,16}|[+-]?\d{1,12}\.\d{1,6})$/;

const NUMBER = /^[+-]?\d{1,12}(?:\.\d{1,6})?$/;
const PATH = /^(?:\/|~|[A-Za-z]:[\\/]|\.{1,2}[\\/]|unknown$)/;

/** The path of a key file: `/etc/ssl/web.pem`. */
const KEY_FILE =
  /^[\w.~@:/\\-]{0,200}[/\\][\w.@-]{1,100}\.(?:pem|key|crt|cer|p12|pfx|jks|pub|ppk|der|asc|gpg|json|ya?ml)$/;
/** Words about a cookie, not its content. */
const COOKIE_TRAIT = /^(?:samesite|path|domain|max-age|expires|secure|httponly)(?:[=;]|$)/i;

/** What the end of a name tells us about its value. */
interface Ending {
  isPassing: boolean;
  isDirectory: boolean;
  isToken: boolean;
  isCookie: boolean;
  isCounted: boolean;
  /** Whether a number of up to three digits is no secret. */
  isLong: boolean;
  isConnection: boolean;
  isAuth: boolean;
  isPin: boolean;
  /** Whether it may be a language model's: pieces of words. */
  isOfTokens: boolean;
}

const MAX_ENDINGS = 500;
const endings = new Map<string, Ending>();

/** Cached, since logs have few names and many values. */
function endingOf(name: string): Ending {
  const known = endings.get(name);
  if (known !== undefined) return known;
  const last = name.slice(-18);
  const found = {
    isPassing: name === 'PASS',
    isDirectory: /pwd$/i.test(last),
    isToken: /tokens?$/i.test(last),
    isCookie: /cookie$/i.test(last),
    isCounted: /(?:tokens|secrets|cookies|keys|sessions)$/i.test(last),
    isLong: /(?:pass|token|cookie|creds?|pw|jwt|key)$/i.test(last),
    isConnection: /(?:dsn|conn(?:ection)?_?str(?:ing)?)$/i.test(last),
    isAuth: /auth$/i.test(last),
    isPin: /(?:pins?|puk|tan)$/i.test(last),
    isOfTokens: /^tokens$/i.test(name),
  };
  if (endings.size >= MAX_ENDINGS) endings.clear();
  // A copy, since a slice would keep the whole text in memory.
  endings.set(Buffer.from(name, 'utf16le').toString('utf16le'), found);
  return found;
}

/** Whether the beginning of a value may tell that it is no secret in spite of its name. */
export function mayBeHarmless(name: string): boolean {
  const { isPassing, isDirectory } = endingOf(name);
  return isPassing || isDirectory;
}

/** Whether it tells that; looks at no more than 256 units. */
export function isHarmless(name: string, value: string): boolean {
  const { isPassing, isDirectory } = endingOf(name);
  // `--- PASS: TestLogin (0.01s)`.
  if (isPassing && !looksRandom(value)) return true;
  // A working directory: every line of sudo's log has `PWD=`.
  return isDirectory && PATH.test(value);
}

/** Whether a value is a secret, given its secrecy; `name` is its key or attribute. */
export function isSecretValue(secrecy: Secrecy, name: string, value: string): boolean {
  if (value === '' || isNoValue(value)) return false;
  const ending = endingOf(name);
  if (secrecy === 'random') {
    if (ending.isConnection && isFoundInside(value)) return false;
    // Docker's and npm's `auth`.
    return looksRandom(value) || (ending.isAuth && isBase64Pair(value));
  }
  if (secrecy === 'key') return isKeyBeyondDoubt(value);
  if (value.includes(' ') && ABOUT.test(value.slice(0, 120))) return false;
  if (secrecy === 'code') return isCode(ending, value);
  if (isHarmless(name, value)) return false;
  if (ending.isToken && LEXEME.test(value)) return false;
  if (ending.isOfTokens && /^[ \u0120\u2581]?[A-Za-z]{1,12}$/.test(value)) return false;
  if (ending.isCookie && COOKIE_TRAIT.test(value)) return false;
  if (isPath(value) && KEY_FILE.test(value)) return false;
  if (mayBeNumber(value)) {
    if (MEASURE.test(value)) return false;
    if (NUMBER.test(value)) {
      if (ending.isCounted || ending.isCookie) return false;
      return value.length > 3 || !ending.isLong;
    }
  }
  return !ending.isConnection || !isFoundInside(value);
}

function isPath(value: string): boolean {
  return value.includes('/') || value.includes('\\');
}

/** Whether it is long and alternates between letters and digits. */
export function isKeyBeyondDoubt(value: string): boolean {
  return looksRandom(value, 12) && isMixed(value);
}

export function isCodeOfDigits(value: string): boolean {
  return /^\d{4,8}$/.test(value);
}

/** Whether it begins with a digit or sign, and is not too long for a number. */
function mayBeNumber(value: string): boolean {
  const first = value.charCodeAt(0);
  return value.length <= 21 && ((first >= 48 && first <= 57) || first === 43 || first === 45);
}

/** Whether it is a URL or `Server=…;Password=…`, in which the password itself will be found. */
function isFoundInside(value: string): boolean {
  return (
    /:\/\/|^[A-Za-z][\w ]{1,24}=[^=]/.test(value.slice(0, 32)) ||
    /@(?:tcp|udp|unix)\w?\(/.test(value.slice(0, 256)) ||
    /(?:password|pwd|accountkey|accesskey)\s?=/i.test(value.slice(0, 512))
  );
}

function isBase64Pair(value: string): boolean {
  return /^[A-Za-z\d+/]{8,256}={0,2}$/.test(value) && isPairInBase64(value);
}

/** Whether it looks like a one-time or access code; `pin=GPIO17` is another kind of pin. */
function isCode({ isPin }: Ending, value: string): boolean {
  const head = value.slice(0, 64);
  if (/^(?:\d[ -]?){3,12}$/.test(head)) return true;
  if (isPin) return false;
  return (
    /^(?=[A-Z-]{0,12}\d)[A-Z\d-]{4,16}$/.test(head) ||
    /^(?=[a-z-]{0,12}\d)[a-z\d]{3,8}(?:-[a-z\d]{3,8}){1,4}$/.test(head) ||
    looksRandom(value)
  );
}

/** A hexadecimal number, a Windows account, a reference to a secret kept elsewhere, a date. */
const NAMED_ELSEWHERE =
  /^(?:0x[\da-f]{1,16}|S-1-\d|arn:|urn:|https?:\/\/[^?@]{0,256}$|\d{4}-\d\d-\d\d)/i;

/**
 * Whether a value looks like a token: a run of at least `least` letters and digits, of twenty letters
 * in both cases, or of twenty digits. Words, numbers and paths do not.
 */
export function looksRandom(value: string, least = 8): boolean {
  const head = value.slice(0, 256);
  if (NAMED_ELSEWHERE.test(head) || /\s/.test(head)) return false;
  // By hand: this reads most values with a telling name, and an expression would start at every letter.
  let digits = 0;
  for (let at = 0, start = 0; at <= head.length; at++) {
    const unit = unitAt(head, at);
    if (isAlphanumeric(unit)) {
      digits += Number(isDigit(unit));
      continue;
    }
    if (at - start >= 8 && isRandomRun(head.slice(start, at), digits, least)) return true;
    start = at + 1;
    digits = 0;
  }
  // `abc-123-def`: a token of short runs with dashes.
  return (
    head.length >= 24 &&
    /^[\w.~+/=-]{24,256}$/.test(head) &&
    (head.match(/\d/g)?.length ?? 0) >= 6 &&
    /[A-Za-z]/.test(head)
  );
}

function isRandomRun(run: string, digits: number, least: number): boolean {
  if (digits === run.length ? run.length >= 20 : digits > 0 && run.length >= least) return true;
  return run.length >= 12 && caseChanges(run) >= run.length / 4;
}

/** Whether letters and digits alternate, unlike in names: `user12345678` changes only once. */
export function isMixed(value: string): boolean {
  let changes = 0;
  for (let at = 1; at < Math.min(value.length, 64); at++) {
    changes += Number(/\d/.test(value[at] ?? '') !== /\d/.test(value[at - 1] ?? ''));
  }
  return changes >= 4 || caseChanges(value.slice(0, 64)) >= 6;
}

function caseChanges(run: string): number {
  let changes = 0;
  for (let at = 1; at < run.length; at++) {
    changes += Number(/[A-Z]/.test(run[at] ?? '') && /[a-z\d]/.test(run[at - 1] ?? ''));
  }
  return changes;
}

/** Words that occur in nearly every sentence, but not in passphrases. */
const PROSE = new Set(
  (
    'a an and are as at be been but by can cannot could did do does error expired failed failure for from ' +
    'had has have if in incorrect invalid is it its may missing must no not of on only or please required ' +
    'should than that the then they this to too unable updated user was were when which will with without ' +
    'wrong you your changed reset successful successfully accepted rejected denied found set unset check ' +
    'checking login logged authentication characters long short empty mismatch mismatched'
  ).split(' '),
);

/** Whether words are a sentence about a secret, not the secret itself: `must have a digit`. */
export function isSentence(words: string): boolean {
  return words.split(/[\s,.;]/, 12).some((word) => PROSE.has(word.toLowerCase()));
}
