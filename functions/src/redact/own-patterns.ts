import { LABEL, MAX_MARKER } from './marker-pattern.js';
import { meter } from './meter.js';
import type { Finding } from './types.js';

/** A tenant's own pattern, named after what it finds. */
export interface OwnPattern {
  /** The name under which `redactions` counts its findings. */
  name: string;
  /** A regular expression (ECMAScript, flag `u`), proved linear before it is saved. */
  pattern: string;
  ignore_case?: boolean;
}

/** The longest match to expect, and therefore the overlap of two windows. */
const OVERLAP = 256;
/** The most text that a pattern is run on at once. */
const WINDOW = 4096;

export interface CompiledPattern {
  name: string;
  regExp: RegExp;
}

/** Throws a `SyntaxError` if it is not a regular expression. */
export function compilePattern({ name, pattern, ignore_case }: OwnPattern): CompiledPattern {
  return { name, regExp: new RegExp(pattern, ignore_case === true ? 'giu' : 'gu') };
}

/** Pushes the matches of a tenant's own patterns, window by window. Ignores empty matches. */
export function findOwn(
  text: string,
  patterns: readonly CompiledPattern[],
  findings: Finding[],
): void {
  for (const { name, regExp } of patterns) {
    for (let from = 0; from < text.length; from += WINDOW - OVERLAP) {
      const window = text.slice(from, from + WINDOW);
      meter.steps += window.length;
      for (const { 0: match, index } of window.matchAll(regExp)) {
        if (match !== '' && !isRedacted(text, from + index, match.length)) {
          findings.push({ kind: name, start: from + index, end: from + index + match.length });
        }
      }
      if (from + WINDOW >= text.length) break;
    }
  }
}

/** Whether a match overlaps `[REDACTED]` or `[REDACTED:email]`. */
function isRedacted(text: string, start: number, length: number): boolean {
  const from = Math.max(0, start - MAX_MARKER);
  const around = text.slice(from, start + length + MAX_MARKER);
  const offset = start - from;
  for (const { 0: marker, index } of around.matchAll(LABEL)) {
    if (index < offset + length && index + marker.length > offset) return true;
  }
  return false;
}
