import { buildFunctions } from './build-functions.js';
import { startFirestore, startPubsub } from './emulators.js';
import { locateEmulators } from './locate-emulators.js';
import { freePorts } from './ports.js';

/**
 * Builds the functions and starts Pub/Sub and Firestore alone, on free ports, without Firebase
 * around them; this process's environment then names them. Resolves to their origin.
 */
export async function startBareEmulators(): Promise<string> {
  const emulators = await locateEmulators();
  buildFunctions();
  const ports = await freePorts();
  await Promise.all([
    startFirestore(emulators, ports.firestore),
    startPubsub(emulators, ports.pubsub),
  ]);
  process.env['FIRESTORE_EMULATOR_HOST'] = `127.0.0.1:${ports.firestore}`;
  process.env['PUBSUB_EMULATOR_HOST'] = `127.0.0.1:${ports.pubsub}`;
  process.env['METADATA_SERVER_DETECTION'] = 'none';
  return emulators.origin;
}
