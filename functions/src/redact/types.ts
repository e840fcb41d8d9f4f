/** What can be found; a further kind is one more detector. */
export type RedactionKind = 'phone' | 'email' | 'ssn' | 'card';

/** A found piece of personal data: UTF-16 offsets in the text, `end` exclusive. */
export interface Finding {
  kind: RedactionKind;
  start: number;
  end: number;
}

export type Span = readonly [start: number, end: number];

/** How one kind is found. Everything in it works in time linear in the text. */
export interface Detector {
  kind: RedactionKind;
  /** Cheap: false for a text that cannot hold the kind. */
  gate: RegExp;
  /** Every place of the kind, in any order. */
  find: (text: string) => Iterable<Span>;
}
