/** Loads the redactor and prints the expressions that it builds, as JSON. */
export const found: { source: string; flags: string; where: string }[] = [];

globalThis.RegExp = new Proxy(RegExp, {
  construct(target, given: ConstructorParameters<RegExpConstructor>) {
    const built = new target(...given);
    found.push({ source: built.source, flags: built.flags, where: 'new RegExp' });
    return built;
  },
});
await import('../../src/redact/index.js');
console.log(JSON.stringify(found));
