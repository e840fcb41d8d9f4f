import { isDeepStrictEqual } from 'node:util';

/** The named values of a log, as they are kept beside the text. */
export type Named = Readonly<Record<string, unknown>>;

/** Number of values of one name up to which duplicates are looked for. */
const COMPARED = 8;

/**
 * Merges maps into one. If several have the same name with different values, all are kept, as an
 * array: nothing that was sent is dropped.
 */
export function mergeAttributes(...maps: readonly (Named | undefined)[]): Record<string, unknown> {
  const merged: Record<string, unknown> = {};
  for (const map of maps) {
    if (map === undefined) continue;
    for (const name of Object.keys(map)) {
      const value = map[name];
      if (value === undefined || value === null) continue;
      // Most have no name in common, and are done without the slower path below.
      if (name === '__proto__' || Object.hasOwn(merged, name)) return mergeEntries(entriesOf(maps));
      merged[name] = value;
    }
  }
  return merged;
}

function* entriesOf(maps: readonly (Named | undefined)[]): Generator<[string, unknown]> {
  for (const map of maps) if (map !== undefined) yield* Object.entries(map);
}

/** The same for names with their values, in linear time however often a name occurs. */
export function mergeEntries(
  entries: Iterable<readonly [string, unknown]>,
): Record<string, unknown> {
  const values = new Map<string, unknown>();
  let several: Map<string, unknown[]> | undefined;
  for (const [name, value] of entries) {
    if (value === undefined || value === null) continue;
    const before = values.get(name);
    const list = several?.get(name);
    if (before === undefined) values.set(name, value);
    else if (list !== undefined) addTo(list, value);
    else if (!isDeepStrictEqual(before, value)) {
      const begun: unknown[] = Array.isArray(before) ? [...(before as unknown[])] : [before];
      addTo(begun, value);
      several ??= new Map();
      several.set(name, begun);
      values.set(name, begun);
    }
  }
  // Defines properties, so that even one named __proto__ becomes a property.
  return Object.fromEntries(values);
}

/** Flattens a value that is itself an array: Firestore cannot nest arrays. */
function addTo(list: unknown[], value: unknown): void {
  for (const one of Array.isArray(value) ? (value as unknown[]) : [value]) {
    const isKnown = list.slice(0, COMPARED).some((item) => isDeepStrictEqual(item, one));
    if (!isKnown) list.push(one);
  }
}
