import type { FirebaseOptions } from 'firebase/app';

/** Addresses of emulators, as `127.0.0.1:9099`. */
export interface Emulators {
  auth: string;
  firestore: string;
  functions: string;
}

export interface Configuration {
  options: FirebaseOptions;
  /** Present where the page is one of a local stack. */
  emulators?: Emulators;
}

/** Where Hosting, deployed or emulated, tells which project the page belongs to. */
const PROJECT = '/__/firebase/init.json';

/** The local stack's header, such as `auth=127.0.0.1:9099, firestore=…, functions=…`. */
const EMULATORS_HEADER = 'Emulators';

/**
 * Reads what the page is served for, so that one build serves every project. A project whose id
 * begins with `demo-` exists in emulators alone: nothing of a real one is ever sent to an emulator.
 */
export async function readConfiguration(): Promise<Configuration> {
  const response = await fetch(PROJECT);
  if (!response.ok) throw new Error(`${PROJECT} answered ${response.status}`);
  const options: FirebaseOptions = await response.json();
  if (options.projectId?.startsWith('demo-') !== true) return { options };
  const emulators = parseEmulators(response.headers.get(EMULATORS_HEADER) ?? '');
  return { options, emulators };
}

function parseEmulators(header: string): Emulators {
  const found = new Map<string, string>();
  for (const part of header.split(',')) {
    const [name, address] = part.trim().split('=');
    if (name !== undefined && address !== undefined) found.set(name, address);
  }
  const address = (name: string) => {
    const of = found.get(name);
    if (of === undefined) throw new Error(`no address of the ${name} emulator: use npm start`);
    return of;
  };
  return {
    auth: address('auth'),
    firestore: address('firestore'),
    functions: address('functions'),
  };
}

/** Host and port apart, as the SDK's `connect…Emulator` take them. */
export function splitAddress(address: string): [host: string, port: number] {
  const { hostname, port } = new URL(`http://${address}`);
  return [hostname, Number(port)];
}
