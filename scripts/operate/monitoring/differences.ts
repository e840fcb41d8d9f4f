/**
 * Where something is not as wanted, as paths such as `conditions.0.displayName`. Extra fields
 * do not matter, since Google adds its own defaults; but lists must be of equal length.
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

/** Google omits zero values, and its clients put them in. */
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
