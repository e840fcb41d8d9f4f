/** A piece of a text; `redacted` for a marker that stands for personal data. */
export interface Piece {
  text: string;
  redacted: boolean;
  /** Of what kind it was, where the tenant has markers tell it: `[REDACTED:email]`. */
  kind?: string;
}

/** The redactor's markers: `[REDACTED]`, or with the name of a kind. */
const MARKER = /\[REDACTED(?::(\w{1,32}))?\]/g;

/** Cuts a text at its markers; the pieces together are the text again. */
export function splitRedacted(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(MARKER)) {
    if (match.index > end) {
      pieces.push({ text: text.slice(end, match.index), redacted: false });
    }
    const [marker, kind] = match;
    pieces.push({ text: marker, redacted: true, ...(kind !== undefined && { kind }) });
    end = match.index + marker.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), redacted: false });
  return pieces;
}
