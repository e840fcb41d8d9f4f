import { unitAt } from '../../chars.js';
import { meter } from '../../meter.js';
import type { Span } from './span.js';
import { quoteAt, quotedEnd } from './values/quotes.js';
import { isSecretValue } from './values/shapes.js';

const ARGUMENT = `(?:'[^'\\n]{0,256}'|"[^"\\n]{0,256}"|[\\w$.>-]{1,64}|Object\\([\\w\\\\]{1,64}\\)|Resource id #\\d{1,9})`;
const NEXT = `${ARGUMENT}\\s?,\\s{0,2}`;

/** Calls in stack traces and shells, up to the argument that is the password. */
const CALLS: readonly { word: string; call: RegExp }[] = [
  ...['PDO', 'mysqli', 'mysql_', 'ldap_bind', 'ftp_login', 'imap_open', 'ssh2_auth_'].map(
    (word) => ({
      word,
      call: new RegExp(
        `(?:PDO(?:->__construct)?|mysqli?(?:->(?:__construct|real_connect|connect)|_p?connect)?|mysqli_real_connect\\(${ARGUMENT},|ldap_bind|ftp_login|imap_open|ssh2_auth_password)\\(?\\s?${NEXT}${NEXT}(?=["'])`,
        'y',
      ),
    }),
  ),
  ...['auth(', 'login(', 'authenticate(', 'oci_'].map((word) => ({
    word,
    call: new RegExp(
      `(?:auth|login|authenticate|oci_p?connect)\\(\\s?(?:'[^'\\n]{1,128}'|"[^"\\n]{1,128}")\\s?,\\s{0,2}(?=["'])`,
      'y',
    ),
  })),
  ...['password_verify(', 'password_hash(', 'setPassword(', 'set_password('].map((word) => ({
    word,
    call: /(?:password_(?:verify|hash)|setPassword|set_password)\(\s?(?=["'])/y,
  })),
  ...[
    'auth=(',
    'NetworkCredential(',
    'setBasicAuth(',
    'basicAuth(',
    'basic_auth(',
    'PasswordAuthentication(',
  ].map((word) => ({
    word,
    call: new RegExp(
      `[A-Za-z_]{4,36}=?\\(\\s?(?:'[^'\\n]{1,128}'|"[^"\\n]{1,128}")\\s?,\\s{0,2}(?=["'])`,
      'y',
    ),
  })),
  ...['AES_ENCRYPT(', 'AES_DECRYPT(', 'aes_encrypt(', 'aes_decrypt(', 'pgp_sym_'].map((word) => ({
    word,
    call: new RegExp(`(?:aes_(?:en|de)crypt|pgp_sym_(?:en|de)crypt)\\(\\s?${NEXT}(?=["'])`, 'iy'),
  })),
];

export const CALL_WORDS: readonly string[] = CALLS.map(({ word }) => word);
/** Which calls begin with a letter. */
const BY_LETTER = new Map(
  CALLS.map(({ word }) => [
    word.charCodeAt(0),
    CALLS.filter((call) => call.word.startsWith(word.charAt(0))),
  ]),
);

/** The password in a call whose word is at `at`: `PDO->__construct('mysql:…', 'root', 'x')`. */
export function passwordOfCall(text: string, at: number): Span | undefined {
  for (const { word, call } of BY_LETTER.get(unitAt(text, at)) ?? []) {
    if (!text.startsWith(word, at)) continue;
    call.lastIndex = at;
    meter.steps += 64;
    if (!call.test(text)) continue;
    const quote = quoteAt(text, call.lastIndex);
    if (quote === undefined) continue;
    const end = quotedEnd(text, quote);
    const value = text.slice(quote.from, end);
    if (end === quote.from || !isSecretValue('always', 'password', value)) return undefined;
    // `login('web', 'en')`
    if (word === 'login(' && !/^(?=.{0,64}(?:\d|[^\w\s-]))\S{6,128}$/.test(value)) return undefined;
    return { start: quote.from, end };
  }
  return undefined;
}
