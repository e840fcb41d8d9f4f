import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { parseAst } from 'vite';

import { TYPESCRIPT } from '../../../harness/support/typescript.js';

const ROOM = fileURLToPath(new URL('../../src/redact/', import.meta.url));

/** An expression of the redactor, and where it stands. */
export interface Expression {
  source: string;
  flags: string;
  where: string;
}

/**
 * Every regular expression of the redactor: the literals in its source, and those that it builds
 * when it is loaded. Tenants' own patterns, which are proved when they are set, are compiled later.
 */
export function expressionsOfRedactor(): Expression[] {
  const literals = readdirSync(ROOM, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => literalsOf(file, readFileSync(join(ROOM, file), 'utf8')));
  const distinct = new Map(
    [...literals, ...builtExpressions()].map((expression) => [
      `${expression.source}/${expression.flags}`,
      expression,
    ]),
  );
  return [...distinct.values()];
}

function literalsOf(file: string, source: string): Expression[] {
  const found: Expression[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { regex } = node as { regex?: { pattern: string; flags: string } };
    if (regex !== undefined) found.push({ source: regex.pattern, flags: regex.flags, where: file });
    for (const child of Object.values(node)) visit(child);
  };
  visit(parseAst(source, { lang: 'ts' }));
  return found;
}

/** What the redactor gives to `new RegExp` when a process loads it. */
function builtExpressions(): Expression[] {
  const script = fileURLToPath(new URL('print-built-expressions.ts', import.meta.url));
  const printed = execFileSync(process.execPath, ['--import', TYPESCRIPT, script], {
    encoding: 'utf8',
  });
  return JSON.parse(printed) as Expression[];
}
