import { fileURLToPath } from 'node:url';

import type { Target } from '../../../harness/stack/function-server.js';

const floor = (name: string, signature: 'http' | 'cloudevent'): Target => ({
  name,
  signature,
  file: fileURLToPath(new URL(`../../../harness/bench-floor/${name}.js`, import.meta.url)),
});

/** Bare functions that do the minimum of each job, with the same libraries and no more. */
export const FLOORS = {
  answer: floor('answer', 'http'),
  publish: floor('publish', 'http'),
  create: floor('create', 'cloudevent'),
} as const;
