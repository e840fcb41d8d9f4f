import type { AttributeValue } from '../../../contract/attributes.js';
import type { AnyValue, KeyValue } from './request.js';

/** What an attribute cannot be told for. */
export class BadValue extends Error {
  override name = 'BadValue';
}

/**
 * A value of OTLP as an attribute's. What JSON has no form for becomes a string: an integer beyond
 * 2^53 its digits, bytes their base64, and NaN or an infinity its name.
 */
export function plainValue(value: AnyValue | null | undefined): AttributeValue {
  if (value == null) return null;
  const { stringValue, boolValue, intValue, doubleValue, arrayValue, kvlistValue, bytesValue } =
    value;
  if (stringValue != null) return stringValue;
  if (boolValue != null) return boolValue;
  if (intValue != null) return integer(intValue);
  if (doubleValue != null) return double(doubleValue);
  if (arrayValue != null) return (arrayValue.values ?? []).map(plainValue);
  if (kvlistValue != null) return plainMap(kvlistValue.values);
  return bytesValue ?? null;
}

/** Attributes as a map. Throws {@link BadValue} where a key is given twice: one would be lost. */
export function plainMap(
  list: readonly KeyValue[] | null | undefined,
): Record<string, AttributeValue> {
  const entries = (list ?? []).map(({ key, value }) => [key, plainValue(value)] as const);
  if (new Set(entries.map(([key]) => key)).size < entries.length) {
    throw new BadValue('has one attribute twice');
  }
  // Defines properties, so that even one named __proto__ arrives as one.
  return Object.fromEntries(entries);
}

function integer(value: string | number): string | number {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

/** An integral double beyond 2^53 is exact, but JSON would not tell it from a rounded integer. */
function double(value: number | string): string | number {
  if (typeof value === 'string') return value;
  const isPlain =
    Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
  return isPlain ? value : String(value);
}
