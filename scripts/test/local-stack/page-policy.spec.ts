import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { allowEmulators, type HostingConfig } from '../../local-stack/page-policy.js';

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

describe('the content security policy', () => {
  it('allows nothing in line, nothing evaluated and nothing unencrypted where it is deployed', () => {
    const deployed = directives(readHosting());
    assert.deepEqual(deployed['default-src'], ["'none'"]);
    for (const source of Object.values(deployed).flat()) {
      assert.match(source, /^(?:'self'|'none'|https:\/\/\S+\.\S+)$/);
    }
  });

  it('lets the page of a local stack reach its emulators, and changes nothing else', () => {
    const deployed = directives(readHosting());
    const hosting = readHosting();
    allowEmulators(hosting, PORTS);
    const emulators = ['http://127.0.0.1:1003', 'http://127.0.0.1:1005', 'http://127.0.0.1:1001'];
    assert.deepEqual(directives(hosting), {
      ...deployed,
      'connect-src': [...(deployed['connect-src'] ?? []), ...emulators],
      'frame-src': [...(deployed['frame-src'] ?? []), 'http://127.0.0.1:1005'],
    });
  });
});
