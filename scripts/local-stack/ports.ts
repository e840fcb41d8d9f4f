import { readFileSync } from 'node:fs';

import getPort, { clearLockedPorts } from 'get-port';

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

/** The ports of firebase.json, all free; throws with the first one in use. */
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
  const ports = { ...FIREBASE_DEFAULTS };
  for (const name of Object.keys(ports) as (keyof Ports)[]) {
    // Never returns a port twice.
    ports[name] = await getPort({ host: '127.0.0.1' });
  }
  return ports;
}

async function isFree(port: number): Promise<boolean> {
  // A port handed out before is free, unless somebody listens on it by now.
  clearLockedPorts();
  return (await getPort({ port, host: '127.0.0.1' })) === port;
}
