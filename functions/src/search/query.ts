import type { Severity } from '../contract/severity-names.js';

/** What a reader asks of a log, as a tree. `parseQuery` makes it of a text. */
export type Query =
  | { kind: 'all' }
  /** In the text or in a value of the attributes. */
  | { kind: 'words'; words: Words }
  | { kind: 'field'; field: Field; test: FieldTest }
  /** A log without a severity is none of them. */
  | { kind: 'severity'; among: readonly Severity[] }
  | { kind: 'not'; query: Query }
  | { kind: 'and' | 'or'; queries: readonly Query[] };

/** What is looked for in a text. All of it is folded. */
export type Words =
  /** One word, without a joint. */
  | { kind: 'atom'; word: string }
  /** An id, a path: between separators, or between stronger joints than its own. */
  | { kind: 'whole'; word: string }
  /** Atoms that follow one another, whatever is between them; `text` is what they were read from. */
  | { kind: 'phrase'; atoms: readonly string[]; text: string }
  /** The same, but the last atom only begins so; `text` is that of the atoms before it. */
  | { kind: 'prefix'; atoms: readonly string[]; text: string };

/** One of a log's own fields, or attributes by their folded paths: more than one may be meant. */
export type Field =
  { own: 'source' | 'log_id' | 'text' | 'trace' } | { attribute: readonly string[] };

export type FieldTest =
  | { kind: 'exists' }
  /** All of the value, folded. `value` is as it was written. */
  | { kind: 'equals'; value: string; folded: string }
  | { kind: 'begins'; folded: string }
  | { kind: 'has'; words: Words }
  | { kind: 'compare'; than: Comparison; number: number };

export type Comparison = '<' | '<=' | '>' | '>=';
