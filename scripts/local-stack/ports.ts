import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';

import { OperatorError } from '../terminal/operator-error.js';

/** Every port of the local stack, by the name that firebase.json gives it. */
export interface Ports {
  functions: number;
  hosting: number;
  firestore: number;
  pubsub: number;
  auth: number;
  hub: number;
  logging: number;
}

const FIREBASE_DEFAULTS: Ports = {
  functions: 5001,
  hosting: 5000,
  firestore: 8080,
  pubsub: 8085,
  auth: 9099,
  hub: 4400,
  logging: 4500,
};

/** The ports of firebase.json, all free; throws with the one that is taken. */
export async function configuredPorts(firebaseJson: URL): Promise<Ports> {
  const { emulators = {} } = JSON.parse(readFileSync(firebaseJson, 'utf8')) as {
    emulators?: Record<string, { port?: number }>;
  };
  const ports = { ...FIREBASE_DEFAULTS };
  for (const name of Object.keys(ports) as (keyof Ports)[]) {
    ports[name] = emulators[name]?.port ?? ports[name];
    if (!(await isFree(ports[name]))) {
      throw new OperatorError(
        `Port ${ports[name]}, for ${name}, is taken: stop what holds it, or set another at emulators.${name}.port in firebase.json.`,
      );
    }
  }
  return ports;
}

/** Ports that nothing listens on, for a stack beside others. */
export async function freePorts(): Promise<Ports> {
  const names = Object.keys(FIREBASE_DEFAULTS) as (keyof Ports)[];
  const servers = names.map(() => createServer().listen(0, '127.0.0.1'));
  // All at once, so that no two are the same.
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = { ...FIREBASE_DEFAULTS };
  for (const [index, server] of servers.entries()) {
    const address = server.address();
    const name = names[index];
    if (name === undefined || address === null || typeof address === 'string') continue;
    ports[name] = address.port;
    server.close();
    await once(server, 'close');
  }
  return ports;
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
    return true;
  } catch {
    return false;
  }
}
