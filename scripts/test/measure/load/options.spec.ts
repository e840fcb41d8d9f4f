import assert from 'node:assert/strict';

import { createApiKey } from '../../../../functions/src/contract/api-key.js';
import { loadCommand } from '../../../measure/load/command.js';
import { checkOptions, isLoopback, type LoadOptions } from '../../../measure/load/options.js';
import { runScript } from '../../../../harness/support/run-script.js';

/** Parses as the command does; throws what it would print. */
function parse(args: string[]): void {
  const command = loadCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  checkOptions(command.parse(args, { from: 'user' }).opts<LoadOptions>());
}

describe('the options of npm run load', function () {
  it('distinguishes this machine from others', () => {
    for (const name of ['localhost', '127.0.0.1', '127.9.9.9', '[::1]', 'x.localhost']) {
      assert.ok(isLoopback(name), name);
    }
    for (const name of ['example.com', '10.0.0.1', '127.0.0.1.example.com', '0.0.0.0', '[::2]']) {
      assert.ok(!isLoopback(name), name);
    }
  });

  it('reads keys from the environment too, where no process list shows them', () => {
    const keys = [createApiKey(), createApiKey()];
    process.env['INGEST_KEYS'] = keys.join(',');
    try {
      const { key } = loadCommand().parse([], { from: 'user' }).opts<LoadOptions>();
      assert.deepEqual(key, keys);
    } finally {
      delete process.env['INGEST_KEYS'];
    }
  });

  const local = ['--url', 'http://127.0.0.1:1'];
  const foreign = ['--url', 'https://ingest.example.com'];
  const cases: [string, string[], RegExp][] = [
    ['a host that is not this machine', foreign, /is not this machine.*--i-own-this/],
    ['an address that is none', ['--url', 'nonsense'], /must be an http:\/\/ or https:\/\//],
    ['a rate of 0', ['--rpm', '0'], /must be a whole number of 1 or more/],
    ['a run without a request', ['--rpm', '10', '--duration', '1'], /none is due within 1 s/],
    ['an unknown kind', ['--mix', 'json,xml'], /"xml" is not one/],
    ['a key that is none', [...local, '--key', 'x'], /is not an API key of this gateway/],
    ['a project without an address', ['--project', 'p', '--verify'], /--project needs --url/],
    [
      'a deployed address to be verified, without its project',
      [...foreign, '--i-own-this', '--verify'],
      /name the project .* --project/,
    ],
    ['a stack that stores nothing', ['--workers', '0', '--verify'], /nothing to read/],
  ];
  for (const [what, args, message] of cases) {
    it(`are answered with a sentence if they are wrong: ${what}`, () => {
      assert.throws(() => parse(args), message);
    });
  }

  it('ends with one sentence and 1 if a file cannot be written, or nothing listens at the address', async () => {
    const env = { ...process.env, NODE_V8_COVERAGE: '' };
    await Promise.all(
      (
        [
          [[...local, '--json', '/nowhere/x.json'], /cannot be written/],
          [local, /Nothing answers at 127\.0\.0\.1:1: .*npm start/],
        ] as const
      ).map(async ([args, message]) => {
        const { code, stderr } = await runScript('measure/load.ts', [...args], env);
        assert.equal(code, 1);
        assert.match(stderr, message);
        assert.doesNotMatch(stderr, /\n\s+at /);
      }),
    );
  });
});
