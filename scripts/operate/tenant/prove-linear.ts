import { createRequire } from 'node:module';

import type * as Recheck from 'recheck';

import { once } from '../../../functions/src/lib/once.js';

// Loaded when first needed: most commands of a tenant prove nothing.
const recheck = once((): typeof Recheck => createRequire(import.meta.url)('recheck'));

/** Time limit of the proof, in milliseconds; a pattern that takes longer counts as unproved. */
const TIMEOUT_MS = 10_000;

/** Constructs that are unbounded or see beyond their match: refused before any proof. */
const UNBOUNDED = /(?<!\\)(?:\\\\)*(?:[*+]|\{\d+,\}|\(\?<?[=!]|\\[1-9k])/;

/**
 * What is wrong with a tenant's pattern, or `undefined` if it is proved to take time linear in
 * the text: every repetition is bounded, nothing looks around or back, and `recheck` finds no
 * attack on it.
 */
export function proveLinear(pattern: string): string | undefined {
  try {
    if (new RegExp(pattern, 'u').test('')) return 'must not match the empty text.';
  } catch (error) {
    return `is not a regular expression: ${error instanceof Error ? error.message : 'syntax error'}.`;
  }
  // In a class `*` and `+` are characters like others.
  const unbounded = UNBOUNDED.exec(pattern.replaceAll(/\[(?:[^\]\\]|\\.)*\]/g, '[]'));
  if (unbounded !== null) {
    return `has ${unbounded[0]}: bound every repetition, as in [0-9]{1,20}, and use no lookaround or backreference.`;
  }
  const diagnostics = recheck().checkSync(pattern, 'u', { timeout: TIMEOUT_MS });
  if (diagnostics.status === 'safe') return undefined;
  return diagnostics.status === 'vulnerable'
    ? `can take ${diagnostics.complexity.type} time: make its parts distinct, or begin with \\b.`
    : 'could not be proved linear in 10 s: make it simpler.';
}
