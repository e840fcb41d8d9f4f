import type { Detector } from '../types.js';
import { AFTER, BEFORE, DASH, digitsOf, matches, SPACE } from './boundaries.js';

const GROUPED = new RegExp(
  `${BEFORE}\\d{3}(?<separator>[${DASH}${SPACE}])\\d{2}\\k<separator>\\d{4}${AFTER}`,
  'dgu',
);
const KEYED =
  /(?:ssn|social[ _-]security(?:[ _-](?:number|no))?)["']?\s{0,3}[:=#]?\s{0,3}["']?(?<number>\d{9})(?!\d)/dgi;

/**
 * US social security numbers, in three groups or next to their name. Never issued, and so left
 * alone: areas 000, 666 and 900–999, group 00, serial 0000
 * (https://www.ssa.gov/employer/randomization.html).
 */
export const ssn: Detector = {
  kind: 'ssn',
  gate: /\d\d\d/,
  *find(text) {
    yield* matches(text, GROUPED, isIssued);
    yield* matches(text, KEYED, isIssued);
  },
};

function isIssued(number: string): boolean {
  return /^(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}$/.test(digitsOf(number));
}
