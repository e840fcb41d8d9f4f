import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { faultOf } from '../../../develop/layers/check.js';
import { importsOf, readImports } from '../../../develop/layers/imports.js';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

/** What is wrong with the imports of a file of this text. */
const faults = (file: string, text: string) =>
  importsOf(file, text).flatMap((one) => faultOf(one) ?? []);

describe('the check of the layers', () => {
  for (const [what, file, text, expected] of [
    [
      'a room that imports an adapter',
      'functions/src/process/x.ts',
      "import { createLogStore } from '../adapters/log-store.js';",
      'functions/src/process/x.ts imports up: functions/src/adapters/log-store.ts',
    ],
    [
      'a room that imports the type of an adapter',
      'functions/src/console/x.ts',
      "import type { A } from '../adapters/a.js';",
      'functions/src/console/x.ts imports up: functions/src/adapters/a.ts',
    ],
    [
      'an import up at run time',
      'functions/src/lib/x.ts',
      "export const open = () => import('../entry/ingest.js');",
      'functions/src/lib/x.ts imports up: functions/src/entry/ingest.ts',
    ],
    [
      'a re-export from above',
      'functions/src/contract/x.ts',
      "export { EVENTS } from '../telemetry/events.js';",
      'functions/src/contract/x.ts imports up: functions/src/telemetry/events.ts',
    ],
    [
      'a room beside that is not named',
      'functions/src/process/x.ts',
      "import { a } from '../console/a.js';",
      'functions/src/process/x.ts imports sideways: functions/src/console/a.ts',
    ],
    [
      'an adapter that runs code of a room',
      'functions/src/adapters/x.ts',
      "import { type A, b } from '../ingest/a.js';",
      'functions/src/adapters/x.ts imports more than types: functions/src/ingest/a.ts',
    ],
    [
      'a command that imports a test',
      'scripts/operate/x.ts',
      "import { a } from '../../functions/test/support/a.js';",
      'scripts/operate/x.ts imports a test: functions/test/support/a.ts',
    ],
    [
      'the harness that imports a command',
      'harness/stack/x.ts',
      "import type { A } from '../../scripts/operate/a.js';",
      'harness/stack/x.ts imports up: scripts/operate/a.ts',
    ],
    [
      'a file in no layer',
      'functions/src/attic/x.ts',
      "import { a } from '../lib/a.js';",
      'functions/src/attic/x.ts is in no layer',
    ],
  ] as const) {
    it(`finds ${what}`, () => assert.deepEqual(faults(file, text), [expected]));
  }

  for (const [what, file, text] of [
    ['an import down', 'functions/src/entry/x.ts', "import { a } from '../adapters/a.js';"],
    ['types of a port', 'functions/src/adapters/x.ts', "import type { A } from '../ingest/a.js';"],
    [
      'a room that is named',
      'functions/src/console/x.ts',
      "import { a } from '../dead-letter/a.js';",
    ],
    ['what a test imports', 'functions/test/x.spec.ts', "import { a } from './support/a.js';"],
    ['a package', 'functions/src/lib/x.ts', "import { a } from 'adapters';"],
  ] as const) {
    it(`allows ${what}`, () => assert.deepEqual(faults(file, text), []));
  }

  it('reads the imports of every file in the project, and each leads to a file', () => {
    const imports = readImports(ROOT, ['functions/src', 'scripts/operate']);
    const missing = imports.filter(({ to }) => !existsSync(`${ROOT}${to}`));
    assert.deepEqual(missing, []);
    for (const part of ['functions/src/entry', 'functions/src/ingest', 'scripts/operate']) {
      assert.ok(imports.some(({ from }) => from.startsWith(part)));
    }
  });
});
