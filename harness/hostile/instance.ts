import { readFileSync } from 'node:fs';

/** glibc's settings as deployed in `functions/.env`. */
export const ALLOCATION: Record<string, string> = Object.fromEntries(
  readFileSync(new URL('../../functions/.env', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('MALLOC_'))
    .map((line) => line.split('=') as [string, string]),
);

/**
 * What Node makes of an instance of 512 MiB: half of that for its heap, and 1 MiB for what was just
 * made. On this machine it would take as much as that has, and clear away little of what nobody needs
 * any more. https://nodejs.org/api/cli.html#--max-semi-space-sizesize-in-mib
 */
export const IN_512_MIB = {
  // Counting coverage makes long loops six times as slow, and Node hands it to each process that it starts.
  NODE_V8_COVERAGE: '',
  NODE_OPTIONS: '--max-old-space-size=256 --max-semi-space-size=1',
  ...ALLOCATION,
};

/** Close to the 512 MiB at which the platform kills an instance; `npm run bench -- hostile` aims for 450. */
export const MOST_MIB = 480;
