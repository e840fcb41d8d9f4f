import { MARKER } from '../../../functions/src/redact/marker-pattern.js';

/** A piece of a text, by its type. */
export type Piece =
  | { is: 'text'; text: string }
  /** A marker that replaces personal data; with its kind if the tenant's markers show it. */
  | { is: 'redacted'; text: string; kind?: string }
  /** A character that changes the direction of the text after it: it can disguise a text. */
  | { is: 'direction'; text: string; code: string };

/**
 * The redactor's markers and the directional formatting characters:
 * https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters
 */
const SPECIAL = new RegExp(
  String.raw`${MARKER.source}|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]`,
  'g',
);

/** Splits a text around everything to be highlighted; the pieces joined give the text again. */
export function splitRedacted(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(SPECIAL)) {
    if (match.index > end) pieces.push({ is: 'text', text: text.slice(end, match.index) });
    const { 0: found, groups } = match;
    const kind = groups?.['label'] ?? groups?.['kind'];
    if (found.length === 1) {
      const code = `U+${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
      pieces.push({ is: 'direction', text: found, code });
    } else {
      pieces.push({ is: 'redacted', text: found, ...(kind !== undefined && { kind }) });
    }
    end = match.index + found.length;
  }
  if (end < text.length) pieces.push({ is: 'text', text: text.slice(end) });
  return pieces;
}
