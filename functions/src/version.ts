import { readFileSync } from 'node:fs';

import { z } from 'zod';

/** The deployed version, from `functions/package.json`. */
export const VERSION = readVersion();

function readVersion(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(manifest)).version;
}
