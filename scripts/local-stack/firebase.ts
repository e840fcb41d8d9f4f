import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { useEmulators, useRegion } from './hosting.js';
import { FIREBASE } from './locate-emulators.js';
import type { Ports } from './ports.js';
import { type Program, startProgram, waitUntil } from './processes.js';

export interface FirebaseOptions {
  /** The repository. */
  root: string;
  projectId: string;
  /** Where the functions are. */
  region: string;
  /** Where the intake will answer. */
  ingestUrl: string;
  ports: Ports;
  env: Record<string, string>;
  pubsubBinary: string;
  onLine?: ((line: string) => void) | undefined;
}

/** The subscriptions that the Functions emulator creates, one per Pub/Sub trigger. */
const SUBSCRIPTIONS = [
  'emulator-sub-log-ingestion',
  'emulator-sub-log-ingestion-dlq',
  'emulator-sub-log-alerts',
  'emulator-sub-alert-notices',
];

/**
 * Starts `firebase emulators:start` for all but Firestore, which runs beside it: that is the one
 * for which firebase-tools asks for Java 21, and whose jar of the Google Cloud SDK it cannot run.
 */
export async function startFirebase(options: FirebaseOptions): Promise<Program> {
  const { root, projectId, region, ingestUrl, ports, env, pubsubBinary, onLine } = options;
  const config = writeConfig(root, region, ports);
  const program = startProgram(
    process.execPath,
    [
      FIREBASE,
      'emulators:start',
      '--only=functions,hosting,pubsub,auth',
      `--project=${projectId}`,
      `--config=${config}`,
    ],
    {
      cwd: root,
      onLine,
      env: { ...env, PUBSUB_EMULATOR_BINARY_PATH: pubsubBinary, NO_UPDATE_NOTIFIER: '1' },
    },
  );
  const stop = async () => {
    await program.stop();
    rmSync(config, { force: true });
  };
  try {
    const subscriptions = `http://127.0.0.1:${ports.pubsub}/v1/projects/${projectId}/subscriptions`;
    await waitUntil('The Functions emulator', program, async () => {
      // It misses what is published before it has subscribed (firebase-tools issue 8892).
      const listed = await (await fetch(subscriptions)).text();
      const ready = SUBSCRIPTIONS.every((name) => listed.includes(`/${name}"`));
      if (!ready || !(await fetch(`${ingestUrl}/health`)).ok) return false;
      return (await fetch(`http://127.0.0.1:${ports.hosting}/`)).ok;
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { ...program, stop };
}

/** firebase.json with this stack's ports. In the repository, since paths in it start there. */
function writeConfig(root: string, region: string, ports: Ports): string {
  const config = JSON.parse(readFileSync(join(root, 'firebase.json'), 'utf8'));
  const { firestore: _beside, ...started } = ports;
  useEmulators(config.hosting, ports);
  useRegion(config.hosting, region);
  config.emulators = {
    singleProjectMode: true,
    // The UI would have to be downloaded.
    ui: { enabled: false },
    ...Object.fromEntries(
      Object.entries(started).map(([name, port]) => [name, { host: '127.0.0.1', port }]),
    ),
  };
  const file = join(root, `.firebase-local-${process.pid}.json`);
  writeFileSync(file, JSON.stringify(config));
  process.on('exit', () => rmSync(file, { force: true }));
  return file;
}
