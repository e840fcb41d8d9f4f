import { fileURLToPath } from 'node:url';

import type { Emulators } from './choose-emulators.js';
import { type Program, startProgram, waitUntil } from './processes.js';

const RULES = fileURLToPath(new URL('../../firestore.rules', import.meta.url));

/** Starts the Firestore emulator with the project's rules; it answers when this resolves. */
export async function startFirestore(
  { java, firestoreArgs }: Emulators,
  port: number,
): Promise<Program> {
  const address = ['--host', '127.0.0.1', '--port', String(port)];
  const args = [...firestoreArgs, ...address, '--rules', RULES];
  const program = startProgram(java.command, args);
  await waitUntil('The Firestore emulator', program, () => answers(`http://127.0.0.1:${port}/`));
  return program;
}

/** Starts the Pub/Sub emulator by itself; it answers when this resolves. */
export async function startPubsub({ pubsubBinary }: Emulators, port: number): Promise<Program> {
  const program = startProgram(pubsubBinary, ['--host=127.0.0.1', `--port=${port}`]);
  await waitUntil('The Pub/Sub emulator', program, () => answers(`http://127.0.0.1:${port}/`));
  return program;
}

async function answers(url: string): Promise<boolean> {
  return (await fetch(url)).ok;
}
