import { fileURLToPath } from 'node:url';

import { faultOf } from './layers/check.js';
import { readImports } from './layers/imports.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const imports = readImports(ROOT, ['functions/src', 'harness', 'scripts', 'web/src']);
const faults = imports.flatMap((one) => faultOf(one) ?? []);
for (const fault of faults) console.error(fault);
console.log(
  `${imports.length} imports, ${faults.length} against the layers of scripts/develop/layers/layers.ts.`,
);
process.exitCode = faults.length > 0 ? 1 : 0;
