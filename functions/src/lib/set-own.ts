/** Defines an own property. A plain assignment of `__proto__` would not create one. */
export function setOwn(object: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__') {
    const flags = { enumerable: true, configurable: true, writable: true };
    Object.defineProperty(object, name, { value, ...flags });
  } else {
    object[name] = value;
  }
}
