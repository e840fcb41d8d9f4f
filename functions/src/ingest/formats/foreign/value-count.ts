import { MAX_JSON_DEPTH, MAX_REQUEST_BYTES, MAX_REQUEST_VALUES } from '../../../limits.js';
import { Problem } from '../../http/problem.js';
import type { RequestBudget } from '../../reading/budget.js';
import type { ReadJson } from '../../reading/json-reader.js';
import { parseJson, parseJsonIfAny } from '../../reading/parse-json.js';

const [COMMA, OPEN_ARRAY, OPEN_OBJECT] = [0x2c, 0x5b, 0x7b];

/**
 * The memory that a request may use, counted before it is used: 3 bytes of JSON (`[],`) or 1 of msgpack
 * become 40 and more, and what a request sends once for all its logs is kept with each.
 */
export class ValueCount {
  private values = MAX_REQUEST_VALUES;
  private parts = MAX_REQUEST_VALUES;
  private shared = MAX_REQUEST_BYTES;

  private readonly budget: RequestBudget;

  constructor(budget: RequestBudget) {
    this.budget = budget;
  }

  /** Parses one log of several, keeping values beyond the budget as text; `undefined` if it is not JSON. */
  parseOne(json: string): ReadJson | undefined {
    const limits = { values: this.budget.valuesOfNext, depth: MAX_JSON_DEPTH };
    const parsed = parseJsonIfAny(json, limits);
    if (parsed !== undefined) this.budget.takeValues(parsed.values);
    return parsed;
  }

  /** Parses a body that is one value. Throws `BadJson`, or 413 if it has too many values. */
  parseAll(json: string): ReadJson {
    this.takeValues(countSeparators(json));
    // Counted already.
    return parseJson(json, { values: Infinity, depth: MAX_JSON_DEPTH });
  }

  /** Charges for the parts made of a log's text; `false` if there are too many: it stays a text. */
  takeParts(parts: number): boolean {
    if (parts > this.parts) return false;
    this.parts -= parts;
    return true;
  }

  /** Throws 413 if there are too many. */
  takeValues(values: number): void {
    if (values > this.values) throw tooManyValues();
    this.values -= values;
  }

  /** Charges for one more copy of shared attributes. Throws 413 if it is too much. */
  takeShared(bytes: number): void {
    this.shared -= bytes;
    if (this.shared >= 0) return;
    const detail =
      'What the request’s logs have in common is too large for so many of them: send fewer.';
    throw new Problem('content_too_large', detail);
  }
}

export function tooManyValues(): Problem {
  return new Problem('content_too_large', 'The request contains too many values: send fewer logs.');
}

/** How often a character is in a text. */
export function countOf(character: string, text: string): number {
  let count = 0;
  for (let at = text.indexOf(character); at !== -1; at = text.indexOf(character, at + 1))
    count += 1;
  return count;
}

/** Commas and opening brackets, including those in strings: never fewer than there are values. */
function countSeparators(json: string): number {
  let separators = 0;
  for (let at = 0; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (code === COMMA || code === OPEN_ARRAY || code === OPEN_OBJECT) separators += 1;
  }
  return separators;
}
