import type { Severity } from '../contract/severity-names.js';

/** What a reader searches for, as a tree. `parseQuery` builds it from a text. */
export type Query =
  | { kind: 'all' }
  /** In the text or in an attribute's value. */
  | { kind: 'words'; words: Words }
  | { kind: 'field'; field: Field; test: FieldTest }
  /** A log without a severity matches none of them. */
  | { kind: 'severity'; among: readonly Severity[] }
  | { kind: 'not'; query: Query }
  | { kind: 'and' | 'or'; queries: readonly Query[] };

/** What to find in a text. All of it is folded. */
export type Words =
  /** One word, without a joint. */
  | { kind: 'atom'; word: string }
  /** An id or a path: between separators, or between joints stronger than its own. */
  | { kind: 'whole'; word: string }
  /** Consecutive atoms, whatever separates them; `text` is what they were parsed from. */
  | { kind: 'phrase'; atoms: readonly string[]; text: string }
  /** The same, but the last atom is a prefix; `text` is that of the atoms before it. */
  | { kind: 'prefix'; atoms: readonly string[]; text: string };

/** One of a log's own fields, or attributes by folded path: several may be meant. */
export type Field =
  { own: 'source' | 'log_id' | 'text' | 'trace' } | { attribute: readonly string[] };

export type FieldTest =
  | { kind: 'exists' }
  /**
   * The whole value, folded, or a number written otherwise than JSON does (`1.50`). `value` is as it
   * was written.
   */
  | { kind: 'equals'; value: string; folded: string; number?: number }
  | { kind: 'begins'; folded: string }
  | { kind: 'has'; words: Words }
  | { kind: 'compare'; than: Comparison; number: number };

export type Comparison = '<' | '<=' | '>' | '>=';
