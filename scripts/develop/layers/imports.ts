import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

import { parseSync } from 'vite';

/** An import of one file of the project by another; paths are below the project's folder. */
export interface Import {
  from: string;
  to: string;
  /** Erased before the program runs. */
  typesOnly: boolean;
}

/** The imports among the TypeScript files below some folders of the project at `root`. */
export function readImports(root: string, folders: readonly string[]): Import[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => join(folder, file))
      .flatMap((file) => importsOf(file, readFileSync(join(root, file), 'utf8'))),
  );
}

/** Relative ones, type imports, re-exports and `import()` included. */
export function importsOf(file: string, text: string): Import[] {
  const { module, errors } = parseSync(file, text);
  if (errors[0] !== undefined) throw new Error(`${file}: ${errors[0].message}`);
  const found: [specifier: string, typesOnly: boolean][] = [
    ...module.staticImports.map(({ moduleRequest, entries }): [string, boolean] => [
      moduleRequest.value,
      entries.length > 0 && entries.every(({ isType }) => isType),
    ]),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest, isType }): [string, boolean][] =>
        moduleRequest === null ? [] : [[moduleRequest.value, isType]],
      ),
    ),
    // The parser does not report an `import()` in a type.
    ...[...text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g)].map(
      ([, specifier = '']): [string, boolean] => [specifier, false],
    ),
  ];
  return found
    .filter(([specifier]) => specifier.startsWith('.'))
    .map(([specifier, typesOnly]) => ({
      from: file,
      // A specifier names the compiler's output file.
      to: normalize(join(dirname(file), specifier)).replace(/\.js$/, '.ts'),
      typesOnly,
    }));
}
