import { isDeepStrictEqual } from 'node:util';

/** What of a log has a name, as it is kept beside the text. */
export type Named = Readonly<Record<string, unknown>>;

/** Values of one name up to which an equal one is looked for. */
const COMPARED = 8;

/**
 * One map of several. A name that several have with different values keeps all of them, as an
 * array: nothing that was sent is dropped.
 */
export function mergeAttributes(...maps: readonly (Named | undefined)[]): Record<string, unknown> {
  const merged: Record<string, unknown> = {};
  for (const map of maps) {
    if (map === undefined) continue;
    for (const name of Object.keys(map)) {
      const value = map[name];
      if (value === undefined || value === null) continue;
      // Most have no name in common, and need nothing of what comes after this.
      if (name === '__proto__' || Object.hasOwn(merged, name)) return mergeEntries(entriesOf(maps));
      merged[name] = value;
    }
  }
  return merged;
}

function* entriesOf(maps: readonly (Named | undefined)[]): Generator<[string, unknown]> {
  for (const map of maps) if (map !== undefined) yield* Object.entries(map);
}

/** The same of names with their values, in linear time however often one name is in them. */
export function mergeEntries(
  entries: Iterable<readonly [string, unknown]>,
): Record<string, unknown> {
  const values = new Map<string, unknown>();
  const several = new Map<string, unknown[]>();
  for (const [name, value] of entries) {
    if (value === undefined || value === null) continue;
    const before = values.get(name);
    const list = several.get(name);
    if (before === undefined) values.set(name, value);
    else if (list !== undefined) addTo(list, value);
    else if (!isDeepStrictEqual(before, value)) {
      const begun: unknown[] = Array.isArray(before) ? [...(before as unknown[])] : [before];
      addTo(begun, value);
      several.set(name, begun);
      values.set(name, begun);
    }
  }
  // Defines properties, so that even one named __proto__ arrives as one.
  return Object.fromEntries(values);
}

/** One after another, where a value is several itself: Firestore holds no array in an array. */
function addTo(list: unknown[], value: unknown): void {
  for (const one of Array.isArray(value) ? (value as unknown[]) : [value]) {
    const isKnown = list.slice(0, COMPARED).some((item) => isDeepStrictEqual(item, one));
    if (!isKnown) list.push(one);
  }
}
