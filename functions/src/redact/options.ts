import { createHash } from 'node:crypto';

import {
  byKind,
  IDENTITY_KINDS,
  isKind,
  KINDS,
  type MarkerStyle,
  REDACTION_KINDS,
  type RedactionKind,
} from '../contract/redaction-kinds.js';
import { compilePattern, type CompiledPattern, type OwnPattern } from './own-patterns.js';
import type { EnabledKinds } from './types.js';

/** What to look for, and what to replace it with. */
export interface RedactOptions {
  /** Kinds to switch on or off; {@link DEFAULT_KINDS} decides the others. */
  kinds?: Partial<Record<RedactionKind, boolean>>;
  /** The marker for kinds that `markers` does not name. */
  label?: Exclude<MarkerStyle, 'last4'>;
  /** The marker for each kind; `own` for findings of tenants' own patterns. */
  markers?: Partial<Record<RedactionKind | 'own', MarkerStyle>>;
  /** The key for hashes. Without one, `hash` falls back to `kind`. */
  hashKey?: Buffer;
  patterns?: readonly OwnPattern[];
}

export const DEFAULT_KINDS: EnabledKinds = byKind((kind) => KINDS[kind].on);

export interface Rules {
  kinds: EnabledKinds;
  /** Whether any identity kind is enabled. */
  hasIdentity: boolean;
  styleOf: (kind: string) => MarkerStyle;
  /** Whether a marker may contain something that a detector could match. */
  hasTellingMarkers: boolean;
  hashKey: Buffer | undefined;
  patterns: readonly CompiledPattern[];
  /** Identifies these options; empty for the defaults. */
  fingerprint: string;
}

const DEFAULT_RULES: Rules = {
  kinds: DEFAULT_KINDS,
  hasIdentity: false,
  styleOf: () => 'plain',
  hasTellingMarkers: false,
  hashKey: undefined,
  patterns: [],
  fingerprint: '',
};

const compiled = new WeakMap<RedactOptions, Rules>();

/** Compiles an options object, once. */
export function rulesOf(options: RedactOptions | undefined): Rules {
  if (options === undefined) return DEFAULT_RULES;
  const known = compiled.get(options);
  if (known !== undefined) return known;
  const rules = compile(options);
  compiled.set(options, rules);
  return rules;
}

function compile(options: RedactOptions): Rules {
  const { kinds = {}, label = 'plain', markers = {}, hashKey, patterns = [] } = options;
  const enabled = { ...DEFAULT_KINDS, ...kinds };
  const styleOf = (kind: string): MarkerStyle => {
    const style = markers[isKind(kind) ? kind : 'own'] ?? label;
    return style === 'hash' && hashKey === undefined ? 'kind' : style;
  };
  const styles = [...REDACTION_KINDS, 'own'].map((kind) => styleOf(kind));
  const isDefault =
    styles.every((style) => style === 'plain') &&
    patterns.length === 0 &&
    REDACTION_KINDS.every((kind) => enabled[kind] === DEFAULT_KINDS[kind]);
  const canonical = JSON.stringify([
    Object.entries(enabled),
    styles,
    patterns.map(({ name, pattern, ignore_case }) => [name, pattern, ignore_case === true]),
  ]);
  return {
    kinds: enabled,
    hasIdentity: IDENTITY_KINDS.some((kind) => enabled[kind]),
    styleOf,
    hasTellingMarkers: styles.some((style) => style === 'hash' || style === 'last4'),
    hashKey,
    patterns: patterns.map(compilePattern),
    fingerprint: isDefault ? '' : createHash('sha256').update(canonical).digest('hex').slice(0, 8),
  };
}
