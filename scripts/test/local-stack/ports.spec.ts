import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { configuredPorts, freePorts, type Ports } from '../../local-stack/ports.js';

describe('ports', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ports-'));
  after(() => rmSync(folder, { recursive: true }));

  function firebaseJson(ports: Ports): URL {
    const emulators = Object.entries(ports).map(([name, port]) => [name, { port }]);
    const file = join(folder, 'firebase.json');
    writeFileSync(file, JSON.stringify({ emulators: Object.fromEntries(emulators) }));
    return pathToFileURL(file);
  }

  it('are those of firebase.json', async () => {
    const ports = await freePorts();
    assert.equal(new Set(Object.values(ports)).size, Object.keys(ports).length);
    assert.deepEqual(await configuredPorts(firebaseJson(ports)), ports);
  });

  it('are refused in one sentence if they are in use', async () => {
    const ports = await freePorts();
    const holder = createServer().listen(ports.auth, '127.0.0.1');
    await once(holder, 'listening');
    try {
      await assert.rejects(configuredPorts(firebaseJson(ports)), {
        name: 'OperatorError',
        message: `Port ${ports.auth}, for auth, is taken: stop what holds it, or set another at emulators.auth.port in firebase.json.`,
      });
    } finally {
      holder.close();
    }
  });
});
