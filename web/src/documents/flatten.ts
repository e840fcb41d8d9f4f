import type { Json } from './log.js';

/** One value of a nested structure. */
export interface Flat {
  /** For display: `http.status`, `hosts[0]`. */
  path: string;
  /** The name in queries: an array's elements share the array's name. */
  name: string;
  value: string;
  /** Whether it is a single value rather than an empty map or array. */
  scalar: boolean;
}

/** The values of a nested structure, ordered by name. */
export function flatten(value: Json, path = '', name = ''): Flat[] {
  if (Array.isArray(value) && value.length > 0) {
    return value.flatMap((item, index) => flatten(item, `${path}[${index}]`, name));
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const entries = Object.entries(value);
    if (entries.length > 0 || path === '') {
      return entries
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([key, item]) => {
          const below = (of: string) => (of === '' ? key : `${of}.${key}`);
          return flatten(item, below(path), below(name));
        });
    }
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return [{ path, name, value: text, scalar: typeof value !== 'object' || value === null }];
}
