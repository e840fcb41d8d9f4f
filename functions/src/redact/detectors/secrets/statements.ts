import { unitAt } from '../../chars.js';
import { meter } from '../../meter.js';
import { secrecyOf } from './names/secrecy.js';
import { secretFor } from './secret-for.js';
import type { Span } from './span.js';
import { bareEnd } from './values/bare.js';
import { MAX_VALUE, quoteAt, quotedEnd, skipSpaces } from './values/quotes.js';
import { isMixed, isNoValue, isSecretValue, looksRandom } from './values/shapes.js';

/** SQL's `PASSWORD 'x'`, `PASSWORD('x')` and `PASSWORD FOR ann = 'x'`; also `password is x`. */
const PASSWORD =
  /password(?:\s{1,3}for\s{1,3}[^\s=]{1,128}(?:\s{0,2}@\s{0,2}[^\s=]{1,64})?\s{0,3}=\s{0,3}(?:password\s?\(\s?)?|\s?\(\s?|["`\]]?\s?(?:<>|!=|not like|like)\s?(?=N?')|\s{1,3}(?:is\s{1,2}|(?:(?:was|has been)\s)?(?:re)?set to\s{1,2}|to\s{1,2})?)/iy;
/** `IDENTIFIED BY 'x'`, `IDENTIFIED WITH plugin BY PASSWORD 'x'`, `IDENTIFIED VIA … USING 'x'`. */
const IDENTIFIED =
  /identified\s{1,3}(?:(?:with|via)\s{1,3}["'`]?[\w-]{1,64}["'`]?\s{1,3})?(?:by|as|using)\s{1,3}(?:password\s{1,3}|values\s{1,3})?/iy;
/** .netrc's `machine m login ann password x`, Redis's `requirepass x`. */
const SPACED = /(?:requirepass|masterauth|auth|password|secret_key)(?:["']?\s{1,3})/iy;
/** `Your OTP is 482913`, `verification code 482913`, `CVV 123`. */
const CODE =
  /(?:(?:otp(?: for (?:[\w-]{1,24} ){0,2}[\w-]{1,24})?|your (?:[\w-]{1,24} ){0,3}(?:code|pin|passcode|otp(?: for (?:[\w-]{1,24} ){0,2}[\w-]{1,24})?)|(?:(?:verification|security|confirmation|login) code(?: for \S{1,128})?|pin code)|one[ -]time (?:code|password|passcode|pin))(?: is| was)?:? {1,2}(?=\d{4,8}(?!\w))|(?:cvv|cvc)2? (?=\d{3,4}(?![\w.-])))/iy;
/** The same in other languages. */
const CODE_ELSEWHERE =
  /(?:code de (?:vérification|confirmation|sécurité|connexion) est|codice di (?:verifica|conferma|sicurezza) è|digo de (?:verificaci[oó]n|confirmaci[oó]n|seguridad|acceso|verifica[cç][aã]o|confirma[cç][aã]o|seguran[cç]a|acesso) (?:es|é)|Best(?:ä|ae)tigungscode (?:lautet|ist)|Sicherheitscode (?:lautet|ist)|Einmalcode (?:lautet|ist)):? {1,2}(?=\d{4,8}(?!\w))/y;
const BEFORE_CODE =
  /(?:验证码|驗證碼|校验码|动态码|動態碼|認証コード|認証番号|確認コード|인증번호|인증코드|인증 번호)[^\d\n]{1,4}$/;

/** The code in a sentence in another language, whose words are at `at`. */
export function codeElsewhere(text: string, at: number): Span | undefined {
  meter.steps += 16;
  return afterKeyword(text, at, CODE_ELSEWHERE, isAny);
}

/** Whether the words before the number at `at`, in Chinese, Japanese or Korean, say that it is a code. */
export function isCodeAfterWords(text: string, at: number): boolean {
  if (unitAt(text, at - 1) < 128 && unitAt(text, at - 2) < 128 && unitAt(text, at - 3) < 128)
    return false;
  meter.steps += 16;
  return BEFORE_CODE.test(text.slice(Math.max(0, at - 16), at));
}

/** `482913 is your Google verification code`. */
const CODE_BEFORE = /(?:^|[^\w.])((?:[A-Z]-)?\d{4,8}) $/;
const IS_YOUR_CODE = /is your (?:[\w-]{1,24} ){0,3}(?:code|otp|pin|passcode)(?![\w-])/iy;
/** Oracle's `jdbc:oracle:thin:scott/tiger@db`, `sqlplus scott/tiger@db`. */
const ORACLE =
  /(?:thin:|sqlplus(?: -\w{1,8}){0,3} ["']?)[\w$#]{1,64}\/(?!nolog)["']?([^@\s"'/]{1,128})(?=["']?@|["']?$|["']?\s)/y;
/** What MySQL, Jenkins and Elasticsearch log when they are installed. */
const GENERATED =
  /(?:password is generated for [^\s:]{1,128}:|proceed to installation:|password for the [\w.-]{1,32} user(?: \([^()\n]{0,120}\))?:)\s{1,8}/iy;
/** SMTP's and IMAP's `AUTH PLAIN AGFubgBx…` (RFC 4616). */
const SASL = /auth (?:plain|login) (?=[A-Za-z0-9+/]{8,512}={0,2}(?![\w+/=]))/iy;
/** A name before a value that is clearly random: `using token k7pN8VC4kPWDciBv4SLY`. */
const NAMED =
  /(?:token|secret(?: key)?|api[ -]?key|access key|aws_secret_access_key|aws_session_token)(?: is| was)? {1,2}\[?(?=["']?(?:[\w+/=-]{12,512}["']?(?![\w+/=@-])|[a-z\d]{6}\.[a-z\d]{16}["']?(?![\w.])))/iy;
/** `net user ann x /add` of Windows, and PowerShell's `ConvertTo-SecureString "x"`. */
const WINDOWS =
  /(?:net1?\s{1,3}user\s{1,3}[^\s/]{1,64} ["']?(?=[^\s/*"'])(?=\S{0,64}[\d!-.:-@])|net1?\s{1,3}use (?:(?:\w:|\*) \\{2,4}\S{1,128} |(?:\w: |\* )?\\{2,4}\S{1,128} (?=\S{1,128} \/u(?:ser)?:)|(?:\w: |\* )?\\{2,4}\S{1,128} \/u(?:ser)?:\S{1,64} )["']?(?=[^\s/*"'])|convertto-securestring (?:-string )?["']?(?![$("'-]))([^\s"')]{1,128})/iy;
/** `AUTH x` typed into redis-cli, and `"AUTH" "ann" "x"` as its monitor prints it. */
const REDIS_PROMPT = /:\d{2,5}(?:\[\d{1,2}\])?> $/;
const AUTH_OF_USER = /auth"? {1,3}"?[^"\s]{1,64}"? {1,3}(?=["\S])/iy;
/** A Dockerfile's `ENV DB_PASSWORD x`. */
const ENV = /ENV ([A-Za-z_]\w{1,63}) {1,3}(?=\S)/y;
const LOGIN_BEFORE = /(?:login|connect)\s{1,3}\S{1,64}\s{1,3}$/i;

/** `use 482913 to log in`, `enter 482913 as your verification code`. */
const CODE_TO =
  /(?:use|enter|type) (?:(?:the |this |your )?(?:code|otp|pin|passcode) )?((?:[A-Z]-)?\d{4,8}) (?:to (?:log|sign|verif|confirm|complet|reset|activ|authent|access|continue|finish)|as your (?:[\w-]{1,24} ){0,3}(?:code|otp|pin|passcode)|for (?:verification|log-?in|login|authentication|sign-?in))/iy;

/** The code in the sentence that begins at `at`. */
export function codeToUse(text: string, at: number): Span | undefined {
  CODE_TO.lastIndex = at;
  const matched = CODE_TO.exec(text);
  const code = matched?.[1];
  meter.steps += 32;
  if (matched === null || code === undefined) return undefined;
  const start = at + matched[0].search(/(?:[A-Z]-)?\d/);
  return { start, end: start + code.length };
}

/** The secret in the statement whose keyword (`password`, `identified` or similar) is at `at`. */
export function secretOfStatement(text: string, at: number): Span | undefined {
  const first = unitAt(text, at) | 32;
  meter.steps += 64;
  const owned = inputOfField(text, at) ?? secretFor(text, at);
  if (owned !== undefined) return owned;
  if (first === 97 || first === 115 || first === 116) {
    const named = afterKeyword(text, at, NAMED, isBeyondDoubt);
    if (named !== undefined || first !== 97) return named ?? afterKeyword(text, at, CODE, isAny);
  }
  const isPin = first === 112 && (unitAt(text, at + 1) | 32) === 105;
  if (isPin || (first !== 105 && first !== 112 && first !== 114 && first !== 109 && first !== 97)) {
    return afterKeyword(text, at, CODE, isAny);
  }
  if (first === 105)
    return afterKeyword(text, at, IDENTIFIED, (value, quoted) => quoted || /\d/.test(value));
  if (first === 114 || first === 109) return afterKeyword(text, at, SPACED, isAny);
  if (first === 97) {
    const isQuoted = unitAt(text, at - 1) === 34;
    const isTyped = !isQuoted && REDIS_PROMPT.test(text.slice(Math.max(0, at - 16), at));
    if (!isQuoted && !isTyped) return afterKeyword(text, at, SASL, isAny);
    AUTH_OF_USER.lastIndex = at;
    const keyword = AUTH_OF_USER.test(text) ? AUTH_OF_USER : SPACED;
    return afterKeyword(text, at, keyword, (_, quoted) => quoted || isTyped);
  }
  const generated = afterKeyword(text, at, GENERATED, isAny);
  if (generated !== undefined) return generated;
  const found = afterKeyword(text, at, PASSWORD, isQuotedOrSpelt, 2 * MAX_SPELT);
  if (found !== undefined) return found;
  if (!LOGIN_BEFORE.test(text.slice(Math.max(0, at - 80), at))) return undefined;
  return afterKeyword(text, at, SPACED, isAny);
}

/** How Pydantic and FastAPI report a bad value: `"loc":["body","password"],"msg":"…","input":"x"`. */
const INPUT =
  /\w{0,32}["']\s?[\])],\s?(?:["'](?:msg|type|url)["']:\s?["'][^"'\n]{0,160}["'],\s?){0,3}["']input["']:\s?(?=["'])/iy;

function inputOfField(text: string, at: number): Span | undefined {
  const before = unitAt(text, at - 1);
  return before === 34 || before === 39 ? afterKeyword(text, at, INPUT, isAny) : undefined;
}

/** The code before `is your … code`; `at` is where `is` begins. */
export function codeBefore(text: string, at: number): Span | undefined {
  const code = CODE_BEFORE.exec(text.slice(Math.max(0, at - 12), at))?.[1];
  meter.steps += 12;
  if (code === undefined) return undefined;
  IS_YOUR_CODE.lastIndex = at;
  meter.steps += 64;
  return IS_YOUR_CODE.test(text) ? { start: at - 1 - code.length, end: at - 1 } : undefined;
}

function isAny(): boolean {
  return true;
}

/** Kubernetes' bootstrap tokens. */
const BOOTSTRAP = /^[a-z\d]{6}\.[a-z\d]{16}$/;

/** Whether letters in both cases and digits alternate, which names do not. */
function isBeyondDoubt(value: string): boolean {
  if (BOOTSTRAP.test(value)) return /\d/.test(value);
  return (
    /[a-z]/.test(value) &&
    /[A-Z]/.test(value) &&
    (value.match(/\d/g)?.length ?? 0) >= 2 &&
    looksRandom(value, 12) &&
    isMixed(value)
  );
}

/** The password in the Windows command that begins at `at`. */
export function windowsPassword(text: string, at: number): Span | undefined {
  return groupOf(WINDOWS, text, at);
}

/** The password in `scott/tiger@db`, after the word at `at`. */
export function oraclePassword(text: string, at: number): Span | undefined {
  return groupOf(ORACLE, text, at);
}

/** The value of a secret that a Dockerfile's `ENV` at `at` sets. */
export function secretOfEnv(text: string, at: number): Span | undefined {
  ENV.lastIndex = at;
  const name = ENV.exec(text)?.[1] ?? '';
  meter.steps += 32;
  const secrecy = name === '' ? undefined : secrecyOf(name);
  if (secrecy === undefined) return undefined;
  return afterKeyword(text, at, ENV, (value) => isSecretValue(secrecy, name, value));
}

function groupOf(pattern: RegExp, text: string, at: number): Span | undefined {
  pattern.lastIndex = at;
  const password = pattern.exec(text)?.[1];
  meter.steps += 64;
  if (password === undefined || isNoValue(password)) return undefined;
  return { start: pattern.lastIndex - password.length, end: pattern.lastIndex };
}

/** Of a value without quotes. */
const MAX_SPELT = 64;

/** `the password is q7Zk2mVx`: whether the value has letters and digits, and is no word. */
function isSpelt(value: string): boolean {
  if (!/^(?=.{0,64}[A-Z])(?=.{0,64}\d)\S{8,64}$/.test(value)) return false;
  return looksRandom(value) || /^(?=.{0,64}[a-z])(?=.{0,64}[!@#$%^&*?+=])/.test(value);
}

const isQuotedOrSpelt = (value: string, quoted: boolean) => quoted || isSpelt(value);

function afterKeyword(
  text: string,
  at: number,
  keyword: RegExp,
  isValue: (value: string, quoted: boolean) => boolean,
  mostBare = MAX_VALUE,
): Span | undefined {
  keyword.lastIndex = at;
  if (!keyword.test(text)) return undefined;
  let start = skipSpaces(text, keyword.lastIndex, 3);
  // The match may include the quote of `"AUTH" "x"`.
  if (unitAt(text, start) === 78 && unitAt(text, start + 1) === 39) start++;
  const quote = quoteAt(text, start);
  const from = quote === undefined ? start : quote.from;
  const end = quote === undefined ? bareEnd(text, start, false, mostBare) : quotedEnd(text, quote);
  const value = text.slice(from, end);
  if (end === from || isNoValue(value) || !isValue(value, quote !== undefined)) return undefined;
  return { start: from, end };
}
