import type { RedactionKind } from '../contract/redaction-kinds.js';

/** A found piece of personal data: UTF-16 offsets in the text, `end` exclusive. */
export interface Finding {
  /** A {@link RedactionKind}, or the name of a tenant's own pattern. */
  kind: string;
  start: number;
  end: number;
}

/** Where something was found: UTF-16 offsets, `end` exclusive. */
export type Span = readonly [start: number, end: number];

/** Which kinds are looked for. */
export type EnabledKinds = Readonly<Record<RedactionKind, boolean>>;
