import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

/**
 * A key is `uig_`, 43 characters of base 62 for 256 random bits, and 6 for their CRC-32: a secret
 * scanner finds it by `uig_[0-9A-Za-z]{49}`, and a mistyped one is refused without looking it up.
 */
const PREFIX = 'uig_';
const SECRET_BYTES = 32;
const SECRET_LENGTH = 43; // ⌈256 / log2(62)⌉
const CHECKSUM_LENGTH = 6; // ⌈32 / log2(62)⌉
const KEY = /^uig_([0-9A-Za-z]{43})([0-9A-Za-z]{6})$/;

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

export function createApiKey(): string {
  const secret = base62(BigInt(`0x${randomBytes(SECRET_BYTES).toString('hex')}`), SECRET_LENGTH);
  return PREFIX + secret + checksum(secret);
}

/** Whether a text has the form of a key; says nothing about whether the key exists. */
export function isWellFormedKey(text: string): boolean {
  const [, secret, sum] = KEY.exec(text) ?? [];
  return secret !== undefined && sum === checksum(secret);
}

/**
 * SHA-256 in hex: all that is stored of a key. Its 256 random bits need neither salt nor a slow
 * hash, and looking the hash up involves no comparison that an attacker could time.
 */
export function hashApiKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** Stands in for a key where a service account's tokens are accepted: it is hashed like a key. */
export function accountCredential(email: string): string {
  return `account:${email.toLowerCase()}`;
}

function checksum(secret: string): string {
  return base62(BigInt(crc32(secret)), CHECKSUM_LENGTH);
}

function base62(value: bigint, length: number): string {
  let rest = value;
  let digits = '';
  for (let place = 0; place < length; place += 1) {
    digits = DIGITS.charAt(Number(rest % 62n)) + digits;
    rest /= 62n;
  }
  return digits;
}
