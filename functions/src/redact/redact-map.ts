import type { RedactionKind } from '../contract/redaction-kinds.js';
import { MAX_REDACTED_DEPTH } from '../limits.js';
import { countByKind, mergeCounts, type RedactionCounts } from './counts.js';
import { type Said, saidByPair, saidOfEntry } from './attribute-names.js';
import { secretItems } from './detectors/secrets/lists.js';
import { type RedactOptions, rulesOf } from './options.js';
import { isMarker } from './marker-pattern.js';
import { markerOf } from './markers.js';
import { Part, redactPart } from './part.js';
import { redact } from './redactor.js';
import { isTable } from './tables.js';

/** JSON, such as the attributes of a log. */
export type JsonValue =
  string | number | boolean | null | JsonValue[] | { [name: string]: JsonValue };

export interface RedactedValue<T> {
  value: T;
  counts: RedactionCounts;
}

/** Longer names tell us nothing about their value. */
const MAX_NAME = 64;

/**
 * Redacts the personal data in every value and name of a map, and the whole value if its name says
 * what it is: `password`, `ssn`. A number is treated as its digits. The shape stays the same, except
 * that a {@link Part} becomes its middle.
 */
export function redactMap<T extends { [name: string]: JsonValue }>(
  map: T,
  options?: RedactOptions,
): RedactedValue<T> {
  const rules = rulesOf(options);
  let counts: RedactionCounts = {};
  let depth = 0;

  const redactText = (text: string): string => {
    const redacted = redact(text, options);
    if (redacted.findings.length > 0) {
      counts = mergeCounts(counts, countByKind(redacted.findings));
    }
    return redacted.text;
  };
  const redactNamedPart = (name: string, { text, before, after }: Part): string => {
    const lead = name.length > MAX_NAME ? '' : `${name}: `;
    const redacted = redactPart(new Part(lead + text, lead.length + before, after), options);
    counts = mergeCounts(counts, countByKind(redacted.findings));
    return redacted.text;
  };
  /** The name gives context, as a key does in a text: `caller: 9469 9966`. */
  const redactNamed = (name: string, text: string): string => {
    if (name.length > MAX_NAME || !/\d/.test(text) || isTable(text, rules.kinds)) {
      return redactText(text);
    }
    const lead = `${name}: `;
    const redacted = redact(lead + text, options);
    const isApart = redacted.findings.every(({ start }) => start >= lead.length);
    if (!isApart) return redactText(text);
    if (redacted.findings.length > 0) {
      counts = mergeCounts(counts, countByKind(redacted.findings));
    }
    return redacted.text.slice(lead.length);
  };
  const redactWhole = (kind: RedactionKind, value: string): string => {
    counts = mergeCounts(counts, { [kind]: 1 });
    return markerOf(kind, value, rules);
  };

  const walk = (value: JsonValue, name: string, said: Said | undefined): JsonValue => {
    if (value instanceof Part) {
      return said !== undefined && isOf(said, value.text)
        ? redactWhole(said.kind, value.text)
        : redactNamedPart(name, value);
    }
    if (typeof value === 'string') {
      return said !== undefined && isOf(said, value)
        ? redactWhole(said.kind, value)
        : redactNamed(name, value);
    }
    if (typeof value === 'number') {
      const digits = String(value);
      if (said !== undefined && isOf(said, digits)) return redactWhole(said.kind, digits);
      const redacted = redactNamed(name, digits);
      return redacted === digits ? value : redacted;
    }
    if (typeof value !== 'object' || value === null) return value;
    if (depth === MAX_REDACTED_DEPTH) return redactWhole('secret', '');
    depth += 1;
    const walked = Array.isArray(value)
      ? walkList(value, name, said)
      : // What is inside a secret is one; a phone's `type` or an address's `verified` is no number.
        walkMap(value, name, said?.inside);
    depth -= 1;
    return walked;
  };
  const walkList = (items: JsonValue[], name: string, said: Said | undefined): JsonValue => {
    const secrets = rules.kinds.secret ? secretItems(name, items) : [];
    return items.map((item, index) => {
      const start = secrets[index];
      if (start === undefined || typeof item !== 'string') return walk(item, name, said);
      const secret = item.slice(start);
      return (
        redactText(item.slice(0, start)) +
        (isMarker(secret) ? secret : redactWhole('secret', secret))
      );
    });
  };
  const walkMap = (value: { [name: string]: JsonValue }, parent: string, inherited?: Said) => {
    const paired = saidByPair(value);
    const taken = new Map<string, number>();
    // fromEntries defines properties, so a name such as __proto__ is like any other.
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => {
        const said = saidOfEntry(name, parent, inherited, paired);
        const looked = said !== undefined && rules.kinds[said.kind] ? said : undefined;
        return [unused(redactText(name), taken), walk(item, name, looked)];
      }),
    );
  };
  // The walk keeps the shape and changes only strings and numbers.
  // oxlint-disable-next-line no-unsafe-type-assertion
  const value = walkMap(map, '') as T;
  return { value, counts };
}

/** Whether a value is what its name suggests, and not redacted yet. */
function isOf({ isOf: is }: Said, value: string): boolean {
  return !isMarker(value) && is(value);
}

/** Two names can become equal; the second gets a number, so that neither is lost. */
function unused(name: string, taken: Map<string, number>): string {
  let candidate = name;
  let number = taken.get(name) ?? 2;
  for (; taken.has(candidate); number++) candidate = `${name}#${number}`;
  // The next entry with the same name continues from here.
  taken.set(name, number);
  taken.set(candidate, taken.get(candidate) ?? 2);
  return candidate;
}
