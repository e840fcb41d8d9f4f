import { fit } from './fit.js';
import { type RedactOptions, rulesOf } from './options.js';
import { markerOf, redact, type Redacted } from './redactor.js';

/** A text of which only the middle is kept: what is around it tells the redactor what the middle is. */
export class Part {
  constructor(
    readonly text: string,
    /** UTF-16 units at either end that are not kept. */
    readonly before: number,
    readonly after: number,
  ) {}

  /** The middle, as it was sent. */
  get kept(): string {
    return this.text.slice(this.before, this.text.length - this.after);
  }
}

/**
 * Redacts the middle of a text in the light of the whole: of a finding that reaches across the edge,
 * the part inside is redacted. Offsets are those in the middle.
 */
export function redactPart(part: Part, options?: RedactOptions): Redacted {
  const { kept, before } = part;
  const end = before + kept.length;
  const inside = redact(part.text, options)
    .findings.filter((finding) => finding.start < end && finding.end > before)
    .map(({ kind, start, end: last }) => ({
      kind,
      start: Math.max(start, before) - before,
      end: Math.min(last, end) - before,
    }));
  if (inside.length === 0) return { text: kept, findings: inside };
  const rules = rulesOf(options);
  const findings = fit(kept, inside, (finding) => markerOf(finding, rules).length);
  let text = '';
  let from = 0;
  for (const finding of findings) {
    text += kept.slice(from, finding.start) + markerOf(finding, rules);
    from = finding.end;
  }
  return { text: text + kept.slice(from), findings };
}
