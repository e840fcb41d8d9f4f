import type { Json } from './log.js';

/** The values of a structure, each by its path: `http.status`, `hosts[0]`. */
export function flatten(value: Json, path = ''): [path: string, value: string][] {
  if (Array.isArray(value) && value.length > 0) {
    return value.flatMap((item, index) => flatten(item, `${path}[${index}]`));
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const entries = Object.entries(value);
    if (entries.length > 0 || path === '') {
      return entries
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([name, item]) => flatten(item, path === '' ? name : `${path}.${name}`));
    }
  }
  return [[path, typeof value === 'string' ? value : JSON.stringify(value)]];
}
