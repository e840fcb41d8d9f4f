import type { Detector } from '../types.js';
import { AFTER, BEFORE, DASH, matches, SPACE } from './boundaries.js';

const EXTENSION = `(?:[${SPACE}]?(?:x|ext\\.?)[${SPACE}]?\\d{1,6})?`;
const COUNTRY = `(?:(?:\\+|00)?1[${DASH}${SPACE}.]?)?`;

/** NXX-XXXX. Only with a dash: `200 1234` and `123.4567` are ordinary numbers. */
const LOCAL = new RegExp(`${BEFORE}[2-9]\\d{2}[${DASH}]\\d{4}${EXTENSION}${AFTER}`, 'dgu');

/**
 * NPA-NXX-XXXX (https://nationalnanpa.com/about_us/abt_nanp.html). Dashes and brackets say enough
 * to take invented areas and exchanges too; dots and spaces also stand in ordinary numbers.
 */
const NANP = new RegExp(
  `${BEFORE}(?<!\\+)${COUNTRY}(?:` +
    `\\(\\d{3}\\)[${SPACE}${DASH}]?\\d{3}[${DASH}${SPACE}.]` +
    `|\\d{3}(?<dash>[${DASH}])\\d{3}\\k<dash>` +
    `|[2-9]\\d{2}\\.\\d{3}\\.` +
    `|[2-9]\\d{2}[${DASH}${SPACE}][2-9]\\d{2}[${DASH}${SPACE}]` +
    `)\\d{4}${EXTENSION}${AFTER}`,
  'dgu',
);

/** `+` and 7 to 15 digits in groups: ITU-T E.164, written as in E.123. */
const INTERNATIONAL = new RegExp(
  `(?<![\\p{L}\\p{N}_+])\\+[1-9](?:[${DASH}${SPACE}.]?\\(?\\d\\)?){6,14}${EXTENSION}(?!\\d)`,
  'dgu',
);

/** Bare digits, where their key says what they are. */
const KEYED =
  /(?:phone|tel|telephone|mobile|msisdn|cell|fax)(?:[ _-]?(?:number|no))?["']?\s{0,3}[:=]\s{0,3}["']?(?<number>\d{7,15})(?!\d)/dgi;

/** Phone numbers: local, North American, international, and whatever a key names as one. */
export const phone: Detector = {
  kind: 'phone',
  gate: /\d[^\d]?[^\d]?\d\d/,
  *find(text) {
    yield* matches(text, LOCAL);
    yield* matches(text, NANP);
    yield* matches(text, INTERNATIONAL);
    yield* matches(text, KEYED);
  },
};
