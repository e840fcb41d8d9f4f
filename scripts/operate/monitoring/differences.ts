/**
 * Where something is not as wanted, as paths such as `conditions.0.displayName`. What is there and
 * not wanted does not matter, since Google adds defaults of its own; but lists must be as long.
 */
export function differences(found: unknown, wanted: unknown, path: string[] = []): string[] {
  if (isNothing(wanted) && isNothing(found)) return [];
  if (typeof wanted !== 'object' || wanted === null) {
    return found === wanted ? [] : [path.join('.')];
  }
  if (typeof found !== 'object' || found === null) return [path.join('.')];
  if (Array.isArray(wanted) && (!Array.isArray(found) || found.length !== wanted.length)) {
    return [path.join('.')];
  }
  return Object.entries(wanted).flatMap(([key, value]) =>
    differences((found as Record<string, unknown>)[key], value, [...path, key]),
  );
}

/** Google leaves out what is zero, and its clients put it in. */
function isNothing(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === '' ||
    value === 0 ||
    value === false ||
    (typeof value === 'string' && value.endsWith('_UNSPECIFIED')) ||
    (typeof value === 'object' && Object.values(value).every(isNothing))
  );
}
