import type { AttributeValue } from '../../contract/attributes.js';
import { utf8Bytes } from '../../contract/text.js';

/** The longest marker of the redactor's own kinds, `[REDACTED:secret]`, and what Firestore adds. */
const MARKER = 20;

// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/;

/** A control character is a byte in a document, and six in the JSON that takes it there. */
function weight(text: string): number {
  const bytes = utf8Bytes(text);
  return CONTROL.test(text) ? bytes + countControls(text) * 5 : bytes;
}

function countControls(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) count += 1;
  }
  return count;
}

/** What a text takes of `DOCUMENT_BUDGET`, at most: as sent, and redacted. */
export function textCost(text: string): number {
  return Math.ceil((weight(text) * 12) / 5) + MARKER;
}

/** The same of an attribute, redacted, without its name. */
export function valueCost(value: AttributeValue): number {
  if (typeof value === 'string') return stringCost(value);
  if (typeof value !== 'object' || value === null) return MARKER;
  if (Array.isArray(value))
    return value.reduce<number>((sum, item) => sum + valueCost(item), MARKER);
  let sum = MARKER;
  for (const name of Object.keys(value)) sum += nameCost(name) + valueCost(value[name] ?? null);
  return sum;
}

export function stringCost(text: string): number {
  return Math.ceil((weight(text) * 7) / 5) + MARKER;
}

export function nameCost(name: string): number {
  return stringCost(name);
}
