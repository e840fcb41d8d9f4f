import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import pMap from 'p-map';

import { FUNCTION_NAMES, type FunctionName } from '../../src/contract/function-names.js';
import { TYPESCRIPT } from '../../../harness/support/typescript.js';

const PROCESS = fileURLToPath(new URL('../support/instance-process.ts', import.meta.url));

interface Loaded {
  endpoints: Partial<Record<FunctionName, object>>;
  packages: string[];
}

/** What a process of `target` loads; without a target, what a deployment loads. */
async function load(target?: FunctionName): Promise<Loaded> {
  const { FUNCTION_TARGET: _, ...env } = process.env;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', TYPESCRIPT, PROCESS],
    { env: target === undefined ? env : { ...env, FUNCTION_TARGET: target } },
  );
  return JSON.parse(stdout) as Loaded;
}

/** What an instance loads before its first request or message makes up its cold start. */
describe('an instance', () => {
  let deployed: Loaded['endpoints'];
  const instances = new Map<FunctionName, Loaded>();

  before(async () => {
    ({ endpoints: deployed } = await load());
    await pMap(FUNCTION_NAMES, async (name) => instances.set(name, await load(name)), {
      concurrency: 2,
    });
  });

  for (const name of FUNCTION_NAMES) {
    it(`of ${name} declares it as a deployment does`, () => {
      assert.ok(deployed[name] !== undefined);
      assert.deepEqual(instances.get(name)?.endpoints[name], deployed[name]);
    });
  }

  it('of processLogs loads only the packages it needs', () => {
    const packages = ['firebase-functions', 'lru-cache', 'p-map', 'safe-stable-stringify', 'zod'];
    assert.deepEqual(instances.get('processLogs')?.packages, packages);
  });

  it('of a function that is not called over HTTPS loads no code for HTTPS', () => {
    for (const [name, { packages }] of instances) {
      const endpoint = deployed[name] ?? {};
      const isCalled = 'httpsTrigger' in endpoint || 'callableTrigger' in endpoint;
      // Which `firebase-functions/https` imports, to verify tokens.
      assert.equal(packages.includes('jsonwebtoken'), isCalled, name);
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
