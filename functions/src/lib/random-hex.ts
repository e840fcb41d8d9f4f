import { randomFillSync } from 'node:crypto';

const LENGTH = 32;
const pool = Buffer.allocUnsafe(4096);
let hex = '';
let at = 0;

/** 128 random bits in hex. Fetched for many at a time: a tenth of the price of a UUID. */
export function randomHex(): string {
  if (at === hex.length) {
    hex = randomFillSync(pool).toString('hex');
    at = 0;
  }
  at += LENGTH;
  return hex.slice(at - LENGTH, at);
}
