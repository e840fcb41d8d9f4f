import { isAlphanumeric, isDigit, isLetter, unitAt } from './chars.js';

const MAX_ENTITY = 8;
const MAX_COLOUR = 3;

/** What may follow a backslash in an escape: `nrtbfve"'/`, `uUx0` and another backslash. */
const AFTER_BACKSLASH = new Uint8Array(128);
for (const char of 'nrtbfve"\'/uUx0\\') AFTER_BACKSLASH[char.charCodeAt(0)] = 1;

/**
 * Whether an escape may begin with the character at `at`, one that can lead one (see `decode.ts`).
 * Cheap: most brackets, paths and queries in logs do not begin an escape.
 */
export function mayBeginEscape(text: string, at: number, lead: number): boolean {
  const next = unitAt(text, at + 1);
  if (lead === 91) return isDigit(next) && isColour(text, at);
  if (lead === 92) return AFTER_BACKSLASH[next] === 1;
  if (lead === 35) return next === 48; // `#012`
  if (lead === 63) return (next | 32) === 113; // `?Q?`
  if (lead === 37) return isPercent(next, unitAt(text, at + 2));
  if (lead === 38) return next === 35 || isEntity(text, at + 1); // `&#64;`, `&amp;`
  return true;
}

/** `[32m`, `[1;31m`; after another bracket or a `^`, any control sequence. */
function isColour(text: string, at: number): boolean {
  let end = at + 1;
  while (end - at <= MAX_COLOUR && isDigit(unitAt(text, end))) end++;
  const after = unitAt(text, end);
  return after === 109 || after === 59 || unitAt(text, at - 1) === 91;
}

/** `%20`, `%u0040`. */
function isPercent(first: number, second: number): boolean {
  return first === 117 || (isHex(first) && isHex(second));
}

function isHex(unit: number): boolean {
  const lower = unit | 32;
  return isDigit(unit) || (lower >= 97 && lower <= 102);
}

function isEntity(text: string, from: number): boolean {
  if (!isLetter(unitAt(text, from))) return false;
  let end = from + 1;
  while (end - from < MAX_ENTITY && isAlphanumeric(unitAt(text, end))) end++;
  return unitAt(text, end) === 59;
}
