// A process of its own: loads the functions as an instance of `FUNCTION_TARGET` does, with its code.
// Prints as JSON how that function is declared, and from which packages files were loaded.
import { registerHooks } from 'node:module';

const packages = new Set<string>();

registerHooks({
  load(url, context, nextLoad) {
    const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? [];
    if (name !== undefined) packages.add(name);
    return nextLoad(url, context);
  },
});

const { [process.env['FUNCTION_TARGET'] ?? '']: declared } =
  (await import('../../src/index.js')) as Record<string, { __endpoint: object } | undefined>;

// An instance loads its function's code at once, without waiting for it.
process.on('exit', () => {
  console.log(JSON.stringify({ endpoint: declared?.__endpoint, packages: [...packages].sort() }));
});
