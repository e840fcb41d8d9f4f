import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import pMap from 'p-map';

import { FUNCTION_NAMES, type FunctionName } from '../../src/contract/function-names.js';
import * as functions from '../../src/index.js';
import { TYPESCRIPT } from '../../../harness/support/typescript.js';

const PROCESS = fileURLToPath(new URL('../support/instance-process.ts', import.meta.url));

interface Loaded {
  endpoint: unknown;
  packages: string[];
}

async function load(name: FunctionName): Promise<Loaded> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', TYPESCRIPT, PROCESS],
    {
      env: { ...process.env, FUNCTION_TARGET: name },
    },
  );
  return JSON.parse(stdout) as Loaded;
}

/** What an instance loads before its first request or message is its cold start. */
describe('an instance', () => {
  const instances = new Map<FunctionName, Loaded>();

  before(async () => {
    await pMap(FUNCTION_NAMES, async (name) => instances.set(name, await load(name)), {
      concurrency: 2,
    });
  });

  for (const name of FUNCTION_NAMES) {
    it(`of ${name} declares it as a deployment does`, () => {
      const deployed = JSON.stringify(functions[name].__endpoint);
      assert.equal(JSON.stringify(instances.get(name)?.endpoint), deployed);
    });
  }

  it('of processLogs loads no package but these', () => {
    const packages = ['firebase-functions', 'lru-cache', 'p-map', 'safe-stable-stringify', 'zod'];
    assert.deepEqual(instances.get('processLogs')?.packages, packages);
  });

  it('of a function without an HTTPS endpoint loads no code for one', () => {
    for (const [name, { packages }] of instances) {
      const hasEndpoint =
        'httpsTrigger' in functions[name].__endpoint ||
        'callableTrigger' in functions[name].__endpoint;
      // Which `firebase-functions/https` imports, to verify tokens.
      assert.equal(packages.includes('jsonwebtoken'), hasEndpoint, name);
    }
  });

  it('of ingest loads neither Google’s clients nor a server', () => {
    const packages = instances.get('ingest')?.packages ?? [];
    const slow = /^(@google-cloud\/|@grpc\/|google-gax$|express$)/;
    assert.deepEqual(
      packages.filter((name) => slow.test(name)),
      [],
    );
  });
});
