import type { AttributeValue } from '../../contract/attributes.js';
import { utf8Bytes } from '../../contract/text.js';
import { MAX_ATTRIBUTE_COUNT } from '../../limits.js';

/** The longest marker of the redactor's own kinds, `[REDACTED:secret]`, and what Firestore adds. */
const MARKER = 20;

/** The cost of a text from `start` up to `end`. */
export type TextCost = (text: string, start?: number, end?: number) => number;

/** A control character is one byte in a document, but six in the JSON that carries it there. */
function weight(text: string, start: number, end: number): number {
  const part = text.slice(start, end);
  const first = part.search(CONTROL);
  const controls = first === -1 ? 0 : countControls(text, start + first, end);
  return utf8Bytes(part) + controls * 5;
}

/** Controls without a short escape in JSON. Few texts have any, and searching is faster than counting. */
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f]/;

/** Scans the text itself: in a slice of it, each character takes four times as long. */
function countControls(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) count += 1;
  }
  return count;
}

/** The most that a text takes of `DOCUMENT_BUDGET`: as sent, plus redacted. */
export const textCost: TextCost = (text, start = 0, end = text.length) =>
  Math.ceil((weight(text, start, end) * 12) / 5) + MARKER;

/** The same for an attribute's value, redacted, without its name. */
export function valueCost(value: AttributeValue): number {
  if (typeof value === 'string') return stringCost(value);
  if (typeof value !== 'object' || value === null) return MARKER;
  if (Array.isArray(value))
    return value.reduce<number>((sum, item) => sum + valueCost(item), MARKER);
  let sum = MARKER;
  for (const name of Object.keys(value)) sum += nameCost(name) + valueCost(value[name] ?? null);
  return sum;
}

export const stringCost: TextCost = (text, start = 0, end = text.length) =>
  Math.ceil((weight(text, start, end) * 7) / 5) + MARKER;

/** The least that a text and attributes of these costs take in JSON. */
export function bytesOf(cost: { text: number; attributes: number }): number {
  const markers = MAX_ATTRIBUTE_COUNT * 2 * MARKER;
  return (cost.text * 5) / 12 + Math.max(0, ((cost.attributes - markers) * 5) / 7) - MARKER;
}

export function nameCost(name: string): number {
  return stringCost(name);
}
