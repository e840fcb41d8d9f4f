import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { type HostingConfig, useEmulators } from '../../local-stack/hosting.js';

const PORTS = {
  functions: 1001,
  hosting: 1002,
  firestore: 1003,
  pubsub: 1004,
  auth: 1005,
  hub: 1006,
  logging: 1007,
};

const FIREBASE_JSON = new URL('../../../firebase.json', import.meta.url);

const readHosting = (): HostingConfig => JSON.parse(readFileSync(FIREBASE_JSON, 'utf8')).hosting;

function directives({ headers }: HostingConfig): Record<string, string[]> {
  const header = headers
    .flatMap((rule) => rule.headers)
    .find(({ key }) => key === 'Content-Security-Policy');
  const parts = (header?.value ?? '').split('; ').map((directive) => directive.split(' '));
  return Object.fromEntries(parts.map(([name, ...sources]) => [name, sources]));
}

describe('Hosting of the page', () => {
  it('has a content security policy that allows nothing in line, nothing evaluated and nothing unencrypted where it is deployed', () => {
    const deployed = directives(readHosting());
    assert.deepEqual(deployed['default-src'], ["'none'"]);
    for (const source of Object.values(deployed).flat()) {
      assert.match(source, /^(?:'self'|'none'|https:\/\/\S+\.\S+)$/);
    }
  });

  it('lets the page reach the emulators of firebase.json if plain firebase serves it, which is never deployed', () => {
    const { emulators, hosting } = JSON.parse(readFileSync(FIREBASE_JSON, 'utf8'));
    assert.ok(hosting.ignore.includes('emulated/**'));
    const emulated = hosting.headers.filter(
      (rule: { source: string }) => rule.source === '/emulated/**',
    );
    const address = (name: string) => `http://${emulators[name].host}:${emulators[name].port}`;
    const deployed = directives(readHosting());
    assert.deepEqual(directives({ ...hosting, headers: emulated }), {
      ...deployed,
      'connect-src': [...(deployed['connect-src'] ?? []), address('firestore'), address('auth')],
      'frame-src': [...(deployed['frame-src'] ?? []), address('auth')],
    });
  });

  it('lets the page of a local stack reach its emulators and nothing else', () => {
    const deployed = directives(readHosting());
    const hosting = readHosting();
    useEmulators(hosting, PORTS);
    assert.deepEqual(hosting.headers.at(-1), {
      source: '**',
      headers: [
        {
          key: 'Emulators',
          value: 'auth=127.0.0.1:1005, firestore=127.0.0.1:1003',
        },
      ],
    });
    const emulators = [1005, 1003].map((port) => `http://127.0.0.1:${port}`);
    assert.deepEqual(directives(hosting), {
      ...deployed,
      'connect-src': [...(deployed['connect-src'] ?? []), ...emulators],
      'frame-src': [...(deployed['frame-src'] ?? []), 'http://127.0.0.1:1005'],
    });
  });
});
