import { isRecord } from '../contract/is-record.js';
import { Problem } from './problem.js';

/** Parses one JSON object. Throws 400 without a word of the text in it. */
export function parseJsonObject(text: string): Record<string, unknown> {
  const value = parse(text);
  if (Array.isArray(value)) {
    throw new Problem('invalid_request', 'The body is a JSON array: send one log, a JSON object.');
  }
  if (!isRecord(value)) {
    throw new Problem('invalid_request', 'The body must be a JSON object with the log in "text".');
  }
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // V8's message quotes the text: take nothing but the position from it.
    const position = /at position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    const where = position === undefined ? '' : ` at character ${position}`;
    throw new Problem('invalid_request', `The body is not valid JSON: a syntax error${where}.`);
  }
}
