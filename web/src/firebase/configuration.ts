import type { FirebaseOptions } from 'firebase/app';

/** Addresses of emulators, as `127.0.0.1:9099`. */
export interface Emulators {
  auth: string;
  firestore: string;
}

export interface Configuration {
  options: FirebaseOptions;
  /** The Firestore database that the gateway writes to: `(default)`, or one of its own. */
  database: string;
  /** Present if the page uses emulators. */
  emulators?: Emulators;
}

/** Where Hosting, deployed or emulated, says which project the page belongs to. */
const PROJECT = '/__/firebase/init.json';

/** Written when the page is built, from the parameters with which the functions are deployed. */
const GATEWAY = '/gateway.json';

/** The local stack's header, such as `auth=127.0.0.1:9099, firestore=…`. */
const EMULATORS_HEADER = 'Emulators';

/** Where a plain `firebase emulators:start` lists its emulators. */
const INIT_SCRIPT = '/__/firebase/init.js?useEmulator=true';

/** The page with a policy that lets it reach the emulators; it is never deployed. */
const EMULATED = '/emulated/';

/**
 * Reads the configuration that the page is served with, so that one build serves every project. A
 * project whose id begins with `demo-` exists only in emulators: no data of a real project is ever
 * sent to an emulator.
 */
export async function readConfiguration(): Promise<Configuration> {
  const [response, { database }] = await Promise.all([read(PROJECT), readGateway()]);
  const options: FirebaseOptions = await response.json();
  if (options.projectId?.startsWith('demo-') !== true) return { options, database };
  const header = response.headers.get(EMULATORS_HEADER);
  if (header !== null) return { options, database, emulators: parseEmulators(header) };
  if (!location.pathname.startsWith(EMULATED)) {
    location.replace(`${EMULATED}${location.search}`);
    return new Promise(() => {});
  }
  const script = await (await read(INIT_SCRIPT)).text();
  return { options, database, emulators: findEmulators(script) };
}

async function readGateway(): Promise<{ database: string }> {
  const response = await read(GATEWAY);
  return response.json();
}

async function read(path: string): Promise<Response> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response;
}

/** `auth=127.0.0.1:9099, firestore=127.0.0.1:8080` */
export function parseEmulators(header: string): Emulators {
  const found = new Map<string, string>();
  for (const part of header.split(',')) {
    const [name, address] = part.trim().split('=');
    if (name !== undefined && address !== undefined) found.set(name, address);
  }
  return requireBoth((name) => found.get(name));
}

/**
 * Parses the script with which Hosting's emulator would configure another generation of the SDK.
 */
export function findEmulators(script: string): Emulators {
  const [, json = '{}'] = /var firebaseEmulators = (\{.*?\});/s.exec(script) ?? [];
  const found: Record<string, { hostAndPort?: string } | undefined> = JSON.parse(json);
  return requireBoth((name) => found[name]?.hostAndPort);
}

function requireBoth(addressOf: (name: string) => string | undefined): Emulators {
  const address = (name: string) => {
    const of = addressOf(name);
    if (of === undefined) throw new Error(`the ${name} emulator is not running`);
    return of;
  };
  return { auth: address('auth'), firestore: address('firestore') };
}

/** Splits host and port, as the SDK's `connect…Emulator` functions take them. */
export function splitAddress(address: string): [host: string, port: number] {
  const { hostname, port } = new URL(`http://${address}`);
  return [hostname, Number(port)];
}
