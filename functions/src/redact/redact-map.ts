import { countByKind, mergeCounts, type RedactionCounts } from './counts.js';
import { redact } from './redactor.js';

/** JSON, such as the attributes of a log. */
export type JsonValue =
  string | number | boolean | null | JsonValue[] | { [name: string]: JsonValue };

export interface RedactedValue<T> {
  value: T;
  counts: RedactionCounts;
}

/** Redacts every string in a value, names included. The shape stays as it is. */
export function redactMap<T extends { [name: string]: JsonValue }>(map: T): RedactedValue<T> {
  let counts: RedactionCounts = {};
  const redactText = (text: string): string => {
    const redacted = redact(text);
    counts = mergeCounts(counts, countByKind(redacted.findings));
    return redacted.text;
  };
  const walk = (value: JsonValue): JsonValue => {
    if (typeof value === 'string') return redactText(value);
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value === 'object' && value !== null) return walkMap(value);
    return value;
  };
  const walkMap = (value: { [name: string]: JsonValue }) => {
    const taken = new Set<string>();
    // fromEntries defines properties: a name such as __proto__ is one like any other.
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [unused(redactText(name), taken), walk(item)]),
    );
  };
  // The walk keeps the shape and changes strings only.
  // oxlint-disable-next-line no-unsafe-type-assertion
  const value = walkMap(map) as T;
  return { value, counts };
}

/** Two names can become the same: the second gets a number, so that none is lost. */
function unused(name: string, taken: Set<string>): string {
  let candidate = name;
  for (let number = 2; taken.has(candidate); number++) candidate = `${name}#${number}`;
  taken.add(candidate);
  return candidate;
}
