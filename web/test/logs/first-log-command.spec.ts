import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';

import { firstLogCommand } from '../../src/logs/first-log-command.js';

describe('firstLogCommand', () => {
  /** How a shell reads the command, with `curl` as a function that prints its arguments. */
  const argumentsOf = (command: string) =>
    execFileSync('bash', ['-c', `curl() { printf '%s\\n' "$@"; }\n${command}`], {
      encoding: 'utf8',
    })
      .trim()
      .split('\n');

  it('sends JSON with the key and the tenant to the site’s own endpoint', () => {
    assert.deepEqual(argumentsOf(firstLogCommand('https://logs.example', 'acme', 'uig_abc')), [
      'https://logs.example/ingest',
      '-H',
      'Authorization: Bearer uig_abc',
      '-H',
      'X-Tenant-ID: acme',
      '-H',
      'Content-Type: application/json',
      '-d',
      '{"text": "Hello from curl", "severity": "INFO"}',
    ]);
  });

  it('has a placeholder until there is a key', () => {
    assert.ok(firstLogCommand('https://logs.example', 'acme').includes('Bearer YOUR_API_KEY'));
  });
});
