import { createHash } from 'node:crypto';

import { byKind, KINDS, REDACTION_KINDS, type RedactionKind } from '../contract/redaction-kinds.js';
import { compilePattern, type CompiledPattern, type OwnPattern } from './own-patterns.js';
import type { EnabledKinds } from './types.js';

/** What to look for, and what to put in its place. */
export interface RedactOptions {
  /** Kinds switched on or off; the others as in {@link DEFAULT_KINDS}. */
  kinds?: Partial<Record<RedactionKind, boolean>>;
  /** `plain`: `[REDACTED]`; `kind`: `[REDACTED:email]`. */
  label?: 'plain' | 'kind';
  patterns?: readonly OwnPattern[];
}

export const DEFAULT_KINDS: EnabledKinds = byKind((kind) => KINDS[kind].on);

export interface Rules {
  kinds: EnabledKinds;
  labelled: boolean;
  patterns: readonly CompiledPattern[];
  /** Empty for the defaults, else tells these options from others. */
  fingerprint: string;
}

const DEFAULT_RULES: Rules = {
  kinds: DEFAULT_KINDS,
  labelled: false,
  patterns: [],
  fingerprint: '',
};

const compiled = new WeakMap<RedactOptions, Rules>();

/** Compiled once for an options object. */
export function rulesOf(options: RedactOptions | undefined): Rules {
  if (options === undefined) return DEFAULT_RULES;
  const known = compiled.get(options);
  if (known !== undefined) return known;
  const rules = compile(options);
  compiled.set(options, rules);
  return rules;
}

function compile({ kinds = {}, label = 'plain', patterns = [] }: RedactOptions): Rules {
  const enabled = { ...DEFAULT_KINDS, ...kinds };
  const labelled = label === 'kind';
  const isDefault =
    !labelled &&
    patterns.length === 0 &&
    REDACTION_KINDS.every((kind) => enabled[kind] === DEFAULT_KINDS[kind]);
  const canonical = JSON.stringify([
    Object.entries(enabled),
    label,
    patterns.map(({ name, pattern, ignore_case }) => [name, pattern, ignore_case === true]),
  ]);
  return {
    kinds: enabled,
    labelled,
    patterns: patterns.map(compilePattern),
    fingerprint: isDefault ? '' : createHash('sha256').update(canonical).digest('hex').slice(0, 8),
  };
}
