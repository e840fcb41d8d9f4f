import { randomFillSync } from 'node:crypto';

const LENGTH = 32;
const pool = Buffer.allocUnsafe(4096);
let hex = '';
let at = 0;

/** 128 random bits in hex. Drawn in bulk, which costs a tenth of a UUID. */
export function randomHex(): string {
  if (at === hex.length) {
    hex = randomFillSync(pool).toString('hex');
    at = 0;
  }
  at += LENGTH;
  return hex.slice(at - LENGTH, at);
}
