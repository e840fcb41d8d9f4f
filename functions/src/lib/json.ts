import { createRequire } from 'node:module';

import type * as LosslessJson from 'lossless-json';

import { once } from './once.js';

/** A parser of its own, slower than V8's. Loaded when first needed: each process starts sooner. */
export const exactJson = once((): typeof LosslessJson =>
  createRequire(import.meta.url)('lossless-json'),
);

/**
 * `JSON.parse`, but for an error of V8 in Node 24 and 26, which reads a key with an escape in it as
 * another key that an earlier text had in its place, maybe another tenant's:
 * https://github.com/nodejs/node/issues/63785. A text with such a key goes to another parser.
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
    // It is valid JSON: what only this parser stumbles over, such as its depth, is read as it is.
    return value;
  }
}

/** The same; `undefined` for what is no JSON. */
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

/** Whether a JSON text has a key that is written with an escape. Looks at each character once. */
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
