// Run as its own process: loads the functions as an instance of `FUNCTION_TARGET` does, or, without
// that variable, as a deployment does. Prints as JSON how each function is declared, and the packages
// from which files were loaded.
import { registerHooks } from 'node:module';

const packages = new Set<string>();

registerHooks({
  load(url, context, nextLoad) {
    const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? [];
    if (name !== undefined) packages.add(name);
    return nextLoad(url, context);
  },
});

const functions: Record<string, { __endpoint: object } | undefined> =
  await import('../../src/index.js');

const endpoints = Object.fromEntries(
  Object.entries(functions).map(([name, declared]) => [name, declared?.__endpoint]),
);

// An instance starts loading its function's code at once; by now it has finished.
process.on('exit', () => {
  console.log(JSON.stringify({ endpoints, packages: [...packages].toSorted() }));
});
