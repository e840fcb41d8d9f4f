import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

import { chooseEmulators, type Emulators, type Found } from './choose-emulators.js';
import { findJava } from './java.js';
import { OperatorError } from '../terminal/operator-error.js';

const require = createRequire(import.meta.url);

/** firebase-tools' command, to be run with Node itself: no shell, no PATH. */
export const FIREBASE = require.resolve('firebase-tools/lib/bin/firebase.js');

/** What firebase-tools knows of a program it downloads. */
interface Download {
  remoteUrl: string;
  downloadPathRelativeToCacheDir: string;
  binaryPathRelativeToCacheDir?: string;
}

/** Finds Java and the emulators on this machine, or says in one sentence what is missing. */
export function locateEmulators(): Promise<Emulators> {
  return chooseEmulators({
    java: findJava(),
    cached: firebaseCache(),
    canDownload,
    download,
    cloudSdk,
  });
}

function downloads(): { firestore: Download; pubsub: Download } {
  const file = require.resolve('firebase-tools/lib/emulator/downloadableEmulatorInfo.json');
  return JSON.parse(readFileSync(file, 'utf8'));
}

function firebaseCache(): Found | undefined {
  const cache =
    process.env['FIREBASE_EMULATORS_PATH'] ?? join(homedir(), '.cache', 'firebase', 'emulators');
  const { firestore, pubsub } = downloads();
  return bothThere({
    firestoreJar: join(cache, firestore.downloadPathRelativeToCacheDir),
    pubsubBinary: join(cache, pubsub.binaryPathRelativeToCacheDir ?? ''),
  });
}

async function canDownload(): Promise<boolean> {
  try {
    const { remoteUrl } = downloads().firestore;
    return (await fetch(remoteUrl, { method: 'HEAD', signal: AbortSignal.timeout(3_000) })).ok;
  } catch {
    return false;
  }
}

function download(): Promise<Found> {
  for (const name of ['firestore', 'pubsub']) {
    const setup = [FIREBASE, `setup:emulators:${name}`];
    const { status } = spawnSync(process.execPath, setup, { stdio: ['ignore', 2, 2] });
    if (status !== 0) {
      throw new OperatorError(
        `Downloading the ${name} emulator failed: see the message above, and try \`npx firebase setup:emulators:${name}\`.`,
      );
    }
  }
  const found = firebaseCache();
  if (found === undefined) throw new Error('downloaded, and not where firebase-tools says');
  return Promise.resolve(found);
}

function cloudSdk(): Found | undefined {
  const root = process.env['CLOUDSDK_ROOT_DIR'] ?? sdkRootOfPath() ?? sdkRootOfGcloud();
  if (!root) return undefined;
  return bothThere({
    firestoreJar: join(
      root,
      'platform',
      'cloud-firestore-emulator',
      'cloud-firestore-emulator.jar',
    ),
    pubsubBinary: join(root, 'platform', 'pubsub-emulator', 'bin', 'cloud-pubsub-emulator'),
  });
}

/** `gcloud` on the PATH is often a link into the SDK: quicker than asking it. */
function sdkRootOfPath(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const gcloud = folders.map((folder) => join(folder, 'gcloud')).find((file) => existsSync(file));
  if (gcloud === undefined) return undefined;
  const root = dirname(dirname(realpathSync(gcloud)));
  return existsSync(join(root, 'platform')) ? root : undefined;
}

function sdkRootOfGcloud(): string | undefined {
  const asked = spawnSync('gcloud', ['info', '--format=value(installation.sdk_root)'], {
    encoding: 'utf8',
    timeout: 30_000,
  });
  return asked.status === 0 ? asked.stdout.trim() : undefined;
}

function bothThere(found: Found): Found | undefined {
  return existsSync(found.firestoreJar) && existsSync(found.pubsubBinary) ? found : undefined;
}
