import type { RedactOptions } from './options.js';
import { redactBetween, type Redacted } from './redactor.js';

/** A text of which only the middle is kept; the rest gives the redactor context. */
export class Part {
  readonly text: string;
  /** UTF-16 units to drop at either end. */
  readonly before: number;
  readonly after: number;

  constructor(text: string, before: number, after: number) {
    this.text = text;
    this.before = before;
    this.after = after;
  }

  /** The middle, as it was sent. */
  get kept(): string {
    return this.text.slice(this.before, this.text.length - this.after);
  }
}

/** Redacts the middle of a text in the context of the whole. Offsets are into the whole. */
export function redactPart({ text, before, after }: Part, options?: RedactOptions): Redacted {
  return redactBetween(text, before, text.length - after, options);
}
