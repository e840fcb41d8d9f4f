import { createHmac } from 'node:crypto';

import { isKind, KINDS } from '../contract/redaction-kinds.js';
import { decode } from './decode.js';
import { fold } from './fold.js';
import { HASH_LENGTH, MARKER, REDACTED, SHOWN_DIGITS } from './marker-pattern.js';
import type { Rules } from './options.js';
import type { Finding } from './types.js';

/** Below this, the last four digits would reveal too much of the number. */
const MIN_DIGITS_OF_SHOWN = 12;

/** A placeholder as long and as opaque as a finding's marker, without the cost of hashing. */
export function outlineOf(text: string, { kind, start, end }: Finding, rules: Rules): string {
  const style = rules.styleOf(kind);
  if (style === 'plain') return REDACTED;
  if (style === 'hash') return `[${kind}:${'a'.repeat(HASH_LENGTH)}]`;
  if (style === 'last4' && digitsOf(text.slice(start, end)).length >= MIN_DIGITS_OF_SHOWN) {
    return `[${kind}:****0000]`;
  }
  return `[REDACTED:${kind}]`;
}

/** The marker for a value of a kind. */
export function markerOf(kind: string, written: string, rules: Rules): string {
  const style = rules.styleOf(kind);
  if (style === 'plain') return REDACTED;
  if (style === 'hash' && rules.hashKey !== undefined) {
    return `[${kind}:${hash(kind, read(written), rules.hashKey)}]`;
  }
  if (style === 'last4') {
    const digits = digitsOf(written);
    if (digits.length >= MIN_DIGITS_OF_SHOWN) return `[${kind}:****${digits.slice(-SHOWN_DIGITS)}]`;
  }
  return `[REDACTED:${kind}]`;
}

/** The value as a person reads it: `ann%40example.com` is `ann@example.com`. */
function read(written: string): string {
  return fold(decode(written)?.text ?? written).text;
}

function digitsOf(written: string): string {
  return read(written).replaceAll(/[^0-9]/g, '');
}

function hash(kind: string, value: string, key: Buffer): string {
  const comparable = isKind(kind) ? COMPARABLE[KINDS[kind].compared](value) : value.toLowerCase();
  const digest = createHmac('sha256', key).update(`${kind}:${comparable}`).digest('hex');
  const first = 'abcdef'.charAt(Number.parseInt(digest.slice(-2), 16) % 6);
  return first + digest.slice(0, HASH_LENGTH - 1);
}

/** Reduces a value to the part that decides whether two values are the same. */
const COMPARABLE = {
  exactly: (value) => value,
  letters: (value) => value.toLowerCase(),
  characters: (value) => value.toLowerCase().replaceAll(/[^0-9a-z]/g, ''),
} as const satisfies Record<string, (value: string) => string>;

/**
 * Drops findings inside a marker, which would become a marker of a marker; extends one that reaches
 * into a marker to cover all of it.
 */
export function outsideMarkers(text: string, findings: readonly Finding[]): Finding[] {
  const kept = [...findings].toSorted((a, b) => a.start - b.start);
  const outside: Finding[] = [];
  const markers = text.matchAll(MARKER);
  let marker = markers.next().value;
  for (const finding of kept) {
    while (marker !== undefined && marker.index + marker[0].length <= finding.start) {
      marker = markers.next().value;
    }
    if (marker === undefined || marker.index >= finding.end) {
      outside.push(finding);
      continue;
    }
    const end = marker.index + marker[0].length;
    if (finding.start >= marker.index && finding.end <= end) continue;
    outside.push({
      ...finding,
      start: Math.min(finding.start, marker.index),
      end: Math.max(finding.end, end),
    });
  }
  return outside;
}
