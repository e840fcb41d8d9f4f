import { fileURLToPath } from 'node:url';

import { chooseProject, readParameter } from '../operate/google/project.js';
import { buildFunctions, buildPage } from './build-functions.js';
import { startFirestore } from './emulators.js';
import { startFirebase } from './firebase.js';
import { locateEmulators } from './locate-emulators.js';
import { configuredPorts, freePorts } from './ports.js';
import type { Program } from './processes.js';

/** "demo-" keeps every emulator and client away from real projects. */
const PROJECT_ID = 'demo-ingestion';
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface LocalStack {
  projectId: string;
  /** `http://127.0.0.1:…/demo-ingestion/us-central1/ingest` */
  ingestUrl: string;
  /** The readers' page, and the gateway behind Hosting: `http://127.0.0.1:…` */
  pageUrl: string;
  /** `127.0.0.1:…`, as are the other hosts. */
  firestoreHost: string;
  pubsubHost: string;
  authHost: string;
  /** The environment for a client of the stack. */
  env: Record<string, string>;
  stop(): Promise<void>;
}

export interface LocalStackOptions {
  /** `configured`: the ports of firebase.json. `free`: any, to run beside other stacks. */
  ports: 'configured' | 'free';
  /** Called with each step, in one line. */
  onStep: (line: string) => void;
  /** Called with each line that the emulators write. */
  onLine?: (line: string) => void;
}

/** Starts the emulators with the built functions; everything answers when this resolves. */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const { onStep, onLine } = options;
  const emulators = await locateEmulators();
  const configured =
    options.ports === 'configured'
      ? await configuredPorts(new URL('../../firebase.json', import.meta.url))
      : undefined;
  onStep(`Using ${emulators.origin}.`);
  buildFunctions();
  buildPage();
  // Only after the builds: until they end, another process may take a port that is free now.
  const ports = configured ?? (await freePorts());

  const host = (port: number) => `127.0.0.1:${port}`;
  const env = {
    GCLOUD_PROJECT: PROJECT_ID,
    FIRESTORE_EMULATOR_HOST: host(ports.firestore),
    // No server on this machine has Google's credentials, so none may be asked.
    METADATA_SERVER_DETECTION: 'none',
  };
  const region = readParameter(chooseProject(PROJECT_ID), 'REGION') ?? 'us-central1';
  const ingestUrl = `http://${host(ports.functions)}/${PROJECT_ID}/${region}/ingest`;
  const programs: Program[] = [];
  const stop = async () => {
    for (const program of programs.toReversed()) await program.stop();
  };
  const starting = await Promise.allSettled([
    startFirestore(emulators, ports.firestore),
    startFirebase({
      root: ROOT,
      projectId: PROJECT_ID,
      region,
      ingestUrl,
      ports,
      env,
      pubsubBinary: emulators.pubsubBinary,
      onLine,
    }),
  ]);
  for (const started of starting) if (started.status === 'fulfilled') programs.push(started.value);
  for (const started of starting) {
    if (started.status === 'rejected') {
      await stop();
      throw started.reason;
    }
  }
  return {
    projectId: PROJECT_ID,
    ingestUrl,
    pageUrl: `http://${host(ports.hosting)}`,
    firestoreHost: host(ports.firestore),
    pubsubHost: host(ports.pubsub),
    authHost: host(ports.auth),
    env: {
      ...env,
      PUBSUB_EMULATOR_HOST: host(ports.pubsub),
      FIREBASE_AUTH_EMULATOR_HOST: host(ports.auth),
    },
    stop,
  };
}
