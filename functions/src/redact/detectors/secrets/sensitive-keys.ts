import { unitAt } from '../../chars.js';
/** Words that, at the end of a key, say that its value is a secret. */
const SECRET_ENDS = [
  'password',
  'passwd',
  'passwort',
  'pwd',
  'passphrase',
  'passcode',
  'secret',
  'token',
  'credential',
  'credentials',
  'authorization',
  'cookie',
  'apikey',
  'accesskey',
  'secretkey',
  'privatekey',
  'signingkey',
  'encryptionkey',
  'masterkey',
  'authkey',
  'sharedkey',
  'accountkey',
  'connectionstring',
  'cvv',
  'cvc',
  'otp',
  'mnemonic',
  'seedphrase',
];
/** Words that are one only when they are the whole key. */
const SECRET_WHOLE = [
  'pass',
  'pw',
  'jwt',
  'bearer',
  'phpsessid',
  'jsessionid',
  'pin',
  'pincode',
  'setcookie',
];
/** In an attribute's name, personal data as such. */
const PERSONAL_ENDS = [
  'ssn',
  'socialsecuritynumber',
  'socialsecurity',
  'taxid',
  'creditcard',
  'creditcardnumber',
  'cardnumber',
  'cardno',
  'ccnumber',
  'iban',
  'phone',
  'phonenumber',
  'telephone',
  'telephonenumber',
  'mobilenumber',
  'mobilephone',
  'msisdn',
  'faxnumber',
  'email',
  'emailaddress',
];
/** Keys that end so and mean something else. */
const NOT_SECRET =
  /(?:next|page|paging|continuation|continue|sync|cancel|cancellation|resume|max|min|num|stop|eos|bos|pad|unk|unexpected|invalid|missing|lexer|parse|parser|syntax|change|reset|forgot|update|no|has|is|with|without|set|use|requires?|number)$/;

/** `userPassword`, `user_password`, `USER-PASSWORD` and `userpassword` are one key. */
function normalise(key: string): string {
  return key.replaceAll(/[^A-Za-z0-9]/g, '').toLowerCase();
}

/** Whether the value of a key `name=value` is a secret. */
export function isSecretKey(key: string): boolean {
  const name = normalise(key);
  if (SECRET_WHOLE.includes(name)) return true;
  const end = SECRET_ENDS.find((word) => name.endsWith(word));
  return end !== undefined && !NOT_SECRET.test(name.slice(0, name.length - end.length));
}

/** The kind of an attribute's value by its name, if the name says it. */
export function kindOfKey(key: string): 'secret' | PersonalKind | undefined {
  if (isSecretKey(key)) return 'secret';
  const name = normalise(key);
  const end = PERSONAL_ENDS.find((word) => name.endsWith(word));
  if (end === undefined || NOT_SECRET.test(name.slice(0, name.length - end.length)))
    return undefined;
  if (end.startsWith('email')) return 'email';
  if (end.startsWith('s') || end === 'taxid') return 'ssn';
  if (end === 'iban') return 'iban';
  return /^(?:credit)?c/.test(end) ? 'card' : 'phone';
}

type PersonalKind = 'ssn' | 'card' | 'iban' | 'phone' | 'email';

/** The last three letters of each of the words, for a look before the costly one. */
const ENDINGS = new Set([...SECRET_ENDS, ...SECRET_WHOLE].map((word) => word.slice(-3)));

/** Numbers three letters, in lower case, that end at `end`. */
function ending(text: string, end: number): number {
  const [a, b, c] = [3, 2, 1].map((back) => (unitAt(text, end - back) | 32) - 97);
  return ((a ?? 0) * 32 + (b ?? 0)) * 32 + (c ?? 0);
}

const ENDING_TABLE = new Uint8Array(32 * 32 * 32);
for (const end of ENDINGS) ENDING_TABLE[ending(end.padStart(3, 'a'), 3)] = 1;
// `pw` is shorter than three: whatever is before it.
for (let first = 0; first < 32; first++) ENDING_TABLE[(first * 32 + 15) * 32 + 22] = 1;

/** Whether a key that ends at `end` may be one of the words. Cheap; true for some others too. */
export function mayEndSecretKey(text: string, end: number): boolean {
  const c = (unitAt(text, end - 1) | 32) - 97;
  const b = (unitAt(text, end - 2) | 32) - 97;
  const a = (unitAt(text, end - 3) | 32) - 97;
  if ((c | b) < 0 || c > 25 || b > 31) return false;
  if (a < 0 || a > 31) return c === 22;
  return ENDING_TABLE[(a * 32 + b) * 32 + c] === 1;
}
