import type { RedactionKind } from '../contract/redaction-kinds.js';

/** A piece of personal data that was found: UTF-16 offsets into the text, `end` exclusive. */
export interface Finding {
  /** A {@link RedactionKind}, or the name of a tenant's own pattern. */
  kind: string;
  start: number;
  end: number;
}

/** Where something is in a text: UTF-16 offsets, `end` exclusive. */
export type Span = readonly [start: number, end: number];

/** Which kinds to look for. */
export type EnabledKinds = Readonly<Record<RedactionKind, boolean>>;
