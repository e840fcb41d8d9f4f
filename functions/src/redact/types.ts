/** What can be found; a further kind is one more file in `detectors/`. */
export const REDACTION_KINDS = [
  'phone',
  'email',
  'card',
  'ssn',
  'iban',
  'ip',
  'mac',
  'secret',
] as const;

export type RedactionKind = (typeof REDACTION_KINDS)[number];

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
