import { isRecord } from '../../lib/is-record.js';
import { exactJson, readJson } from '../../lib/json.js';
import { MAX_JSON_DEPTH } from '../../limits.js';

/** What is wrong with a JSON text, as the end of a sentence, without a word of the text in it. */
export class BadJson extends Error {
  override name = 'BadJson';
}

/**
 * Parses JSON and loses nothing of it: an integer that a double cannot hold becomes a string of
 * its digits, and an object that has one key twice, with different values, is refused. Throws
 * {@link BadJson}.
 */
export function parseJson(text: string, maxDepth = MAX_JSON_DEPTH): unknown {
  const value = parse(text);
  const keys = countKeys(value, maxDepth);
  return hasLongNumber(text) || keys !== countKeysIn(text) ? parseExactly(text, value) : value;
}

function parse(text: string): unknown {
  try {
    return readJson(text);
  } catch (error) {
    const position = positionIn(error) ?? findFault(text);
    const where = position === undefined ? '' : ` at character ${position}`;
    throw new BadJson(`is not valid JSON: a syntax error${where}`);
  }
}

/** The message of a parser quotes the text: nothing but the position is taken from it. */
function positionIn(error: unknown): string | undefined {
  return /at position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
}

/** V8 gives no position for a short text. */
function findFault(text: string): string | undefined {
  try {
    exactJson().parse(text);
    return undefined;
  } catch (error) {
    return positionIn(error);
  }
}

/** Keys of all objects in a value. What comes after it may then recurse. */
function countKeys(value: unknown, depthLeft: number): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (depthLeft === 0) throw new BadJson('is nested too deeply');
  let keys = 0;
  if (Array.isArray(value)) {
    for (const item of value) keys += countKeys(item, depthLeft - 1);
  } else if (isRecord(value)) {
    for (const name of Object.keys(value)) keys += 1 + countKeys(value[name], depthLeft - 1);
  }
  return keys;
}

const KEY_END = /"[ \t\r\n]*:/g;

/** Keys in a text, or more: a string that begins with a colon counts, too. Never fewer. */
function countKeysIn(text: string): number {
  let keys = 0;
  KEY_END.lastIndex = 0;
  for (let match = KEY_END.exec(text); match !== null; match = KEY_END.exec(text)) {
    if (!isEscaped(text, match.index)) keys += 1;
  }
  return keys;
}

function isEscaped(text: string, index: number): boolean {
  let start = index;
  while (text.charCodeAt(start - 1) === 0x5c) start -= 1;
  return (index - start) % 2 === 1;
}

/** Whether there may be an integer beyond 2^53, which has 16 digits. */
function hasLongNumber(text: string): boolean {
  return /\d{16}/.test(text);
}

/** Slower by half: only for what {@link parse} may have got wrong. */
function parseExactly(text: string, value: unknown): unknown {
  try {
    return exactJson().parse(text, undefined, {
      parseNumber: (digits) => {
        const number = Number(digits);
        return /^-?\d+$/.test(digits) && !Number.isSafeInteger(number) ? digits : number;
      },
      onDuplicateKey: () => {
        throw new BadJson('has an object with one key twice, with different values');
      },
    });
  } catch (error) {
    if (error instanceof BadJson) throw error;
    // It is valid JSON: what only this parser stumbles over is judged as it is.
    return value;
  }
}
