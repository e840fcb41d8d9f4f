import { isRecord } from '../../lib/is-record.js';
import type { Instant } from '../../contract/timestamp.js';

/**
 * A field's value as Firestore's REST API writes it:
 * https://firebase.google.com/docs/firestore/reference/rest/v1/Value
 */
export type Value =
  | { nullValue: null }
  | { booleanValue: boolean }
  | { integerValue: string }
  | { doubleValue: number }
  | { stringValue: string }
  | { timestampValue: string }
  | { arrayValue: { values?: Value[] } }
  | { mapValue: { fields?: Fields } };

export type Fields = Record<string, Value>;

/** Takes what JSON can say. Whole numbers become integers, as the official client has them. */
export function toValue(value: unknown): Value {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { booleanValue: value };
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) ? { integerValue: String(value) } : { doubleValue: value };
  }
  if (value === null) return { nullValue: null };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(toValue) } };
  if (typeof value === 'object') return { mapValue: { fields: toFields(value) } };
  throw new TypeError(`Firestore has no value for a ${typeof value}`);
}

export interface Texts {
  list: readonly string[];
  /** Whether JSON certainly needs no escapes for them: finding out takes half of the time. */
  arePlain?: boolean;
}

/** An array of texts as JSON: what `JSON.stringify(toValue(list))` gives, several times as fast. */
export function encodeTexts({ list, arePlain = false }: Texts): string {
  if (list.length === 0 || !(arePlain || needNoEscapes(list))) {
    return JSON.stringify(toValue([...list]));
  }
  // One join: V8 would have to flatten a string built by appending.
  return `{"arrayValue":{"values":[{"stringValue":"${list.join('"},{"stringValue":"')}"}]}}`;
}

/** A text is what stands between its quotes unless something is escaped, which makes it longer. */
function needNoEscapes(texts: readonly string[]): boolean {
  const length = texts.reduce((sum, text) => sum + text.length + '"",'.length, 1);
  return JSON.stringify(texts).length === length;
}

// fromEntries defines properties: an attribute may be called __proto__.

export function toFields(record: object): Fields {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, toValue(value)]));
}

/** The second that was written last: most times of a message's logs lie in one. */
let last = { seconds: 0, text: '1970-01-01T00:00:00' };

/** Keeps nanoseconds, of which Firestore stores microseconds. */
export function toTimestampValue({ seconds, nanos }: Instant): Value {
  if (last.seconds !== seconds) {
    last = { seconds, text: new Date(seconds * 1000).toISOString().slice(0, 19) };
  }
  return { timestampValue: `${last.text}.${String(nanos).padStart(9, '0')}Z` };
}

/** Times stay the RFC 3339 texts that they come as; `undefined` for what is no value. */
export function fromValue(value: unknown): unknown {
  if (!isRecord(value)) return undefined;
  const [[type, content] = []] = Object.entries(value);
  if (type === 'integerValue') return Number(content);
  if (type === 'mapValue') return fromFields(isRecord(content) ? content['fields'] : {});
  if (type !== 'arrayValue') return content;
  const values: unknown = isRecord(content) ? content['values'] : [];
  return Array.isArray(values) ? values.map(fromValue) : [];
}

export function fromFields(fields: unknown): Record<string, unknown> {
  if (!isRecord(fields)) return {};
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, fromValue(value)]),
  );
}
