import type { Import } from './imports.js';
import { BESIDE, LAYERS, TEST, TYPES_ONLY } from './layers.js';

/** What is wrong with an import, as a sentence; `undefined` for nothing. */
export function faultOf({ from, to, typesOnly }: Import): string | undefined {
  if (TEST.test(from)) return undefined;
  if (TEST.test(to)) return `${from} imports a test: ${to}`;
  const [upper, lower] = [partOf(from), partOf(to)];
  if (upper === undefined) return `${from} is in no layer`;
  if (lower === undefined) return `${from} imports ${to}, which is in no layer`;
  if (upper.name === lower.name || BESIDE[upper.name]?.includes(lower.name)) return undefined;
  if (upper.layer > lower.layer) return `${from} imports up: ${to}`;
  if (upper.layer === lower.layer) return `${from} imports sideways: ${to}`;
  const isTypesOnly = TYPES_ONLY[upper.name]?.includes(lower.name) === true;
  return isTypesOnly && !typesOnly ? `${from} imports more than types: ${to}` : undefined;
}

function partOf(file: string): { name: string; layer: number } | undefined {
  for (const [layer, names] of LAYERS.entries()) {
    const name = names.find((one) => file === one || file.startsWith(`${one}/`));
    if (name !== undefined) return { name, layer };
  }
  return undefined;
}
