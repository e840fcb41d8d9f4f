import { createRequire } from 'node:module';

import type * as LosslessJson from 'lossless-json';

import { once } from './once.js';

/** A separate parser, slower than V8's. Loaded on first use, so processes start sooner. */
export const exactJson = once((): typeof LosslessJson =>
  createRequire(import.meta.url)('lossless-json'),
);

/**
 * `JSON.parse`, except for a V8 bug in Node 24 and 26: a key with an escape in it may be read as the
 * key that an earlier text, maybe another tenant's, had in its place:
 * https://github.com/nodejs/node/issues/63785. Texts with such a key go to another parser.
 */
export function readJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (!hasEscapedKey(text)) return value;
  try {
    return exactJson().parse(text, undefined, {
      parseNumber: Number,
      onDuplicateKey: ({ newValue }) => newValue,
    });
  } catch {
    // It is valid JSON. If only this parser fails, for example on its depth, keep V8's result.
    return value;
  }
}

/** The same; `undefined` if it is not JSON. */
export function readJsonIfAny(text: string): unknown {
  try {
    return readJson(text);
  } catch {
    return undefined;
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;

/** Whether a JSON text has a key with an escape. Looks at each character once. */
export function hasEscapedKey(text: string): boolean {
  if (!text.includes('\\')) return false;
  let begin = text.indexOf('"');
  while (begin !== -1) {
    let end = begin + 1;
    let isEscaped = false;
    for (let code = text.charCodeAt(end); code !== QUOTE; code = text.charCodeAt(end)) {
      if (code === BACKSLASH) isEscaped = true;
      end += code === BACKSLASH ? 2 : 1;
      if (end >= text.length) return false;
    }
    if (isEscaped && text.charCodeAt(afterSpace(text, end + 1)) === COLON) return true;
    begin = text.indexOf('"', end + 1);
  }
  return false;
}

/** JSON's white space: RFC 8259, section 2. */
function afterSpace(text: string, from: number): number {
  let at = from;
  while (' \t\n\r'.includes(text.charAt(at)) && at < text.length) at += 1;
  return at;
}
