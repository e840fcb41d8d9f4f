import { readFile } from 'node:fs/promises';
import {
  initializeTestEnvironment,
  type RulesTestContext,
  type RulesTestEnvironment,
} from '@firebase/rules-unit-testing';
import {
  doc,
  getDocFromServer,
  setLogLevel,
  writeBatch,
  type DocumentData,
  type Firestore,
} from 'firebase/firestore';
import type { Actor } from './actors.js';
import { answered } from './operations.js';

export const RULES = new URL('../../../firestore.rules', import.meta.url);

/** Documents by path. */
export type Documents = Record<string, DocumentData>;

/** Where the Firestore emulator listens, as `host:port`. */
export function emulatorAddress(): string {
  const address = process.env['FIRESTORE_EMULATOR_HOST'];
  if (!address) {
    throw new Error(
      'FIRESTORE_EMULATOR_HOST is not set: the rules tests need a running Firestore emulator. ' +
        'Run them with `npm test`, which starts one.',
    );
  }
  return address;
}

/** An emulated project, emptied, with the repository's own rules. */
export async function openEnvironment(projectId: string): Promise<RulesTestEnvironment> {
  const { hostname, port } = new URL(`http://${emulatorAddress()}`);
  setLogLevel('silent'); // The SDK logs each denial, and denials are what most tests here expect.
  const environment = await initializeTestEnvironment({
    projectId,
    firestore: { host: hostname, port: Number(port), rules: await readFile(RULES, 'utf8') },
  });
  await environment.clearFirestore();
  return environment;
}

/** The web SDK of a client with these claims; without claims, no token. */
export function firestoreOf(
  environment: RulesTestEnvironment,
  { claims }: Pick<Actor, 'claims'>,
): Firestore {
  return modular(
    claims
      ? environment.authenticatedContext('reader', claims)
      : environment.unauthenticatedContext(),
  );
}

/** Stores documents as the functions do, bypassing the rules. */
export async function seed(environment: RulesTestEnvironment, documents: Documents) {
  await environment.withSecurityRulesDisabled(async (context) => {
    const firestore = modular(context);
    const batch = writeBatch(firestore);
    for (const [path, data] of Object.entries(documents)) batch.set(doc(firestore, path), data);
    await batch.commit();
  });
}

/** Reads documents, bypassing the rules. */
export async function read(environment: RulesTestEnvironment, paths: string[]): Promise<Documents> {
  const found: Documents = {};
  await environment.withSecurityRulesDisabled(async (context) => {
    const firestore = modular(context);
    const snapshots = await Promise.all(
      paths.map((path) => answered(() => getDocFromServer(doc(firestore, path)))),
    );
    for (const snapshot of snapshots) found[snapshot.ref.path] = snapshot.data() ?? {};
  });
  return found;
}

// The context hands out the compat class, which the modular functions unwrap; only its type differs.
function modular(context: RulesTestContext): Firestore {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return context.firestore() as unknown as Firestore;
}
