import { existsSync, readFileSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { OperatorError } from '../../terminal/operator-error.js';
import { firebaseCredentialsFile } from './firebase-login.js';
import { chooseProject, loadParameters } from './project.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

const VARIABLES = {
  firestore: 'FIRESTORE_EMULATOR_HOST',
  pubsub: 'PUBSUB_EMULATOR_HOST',
  auth: 'FIREBASE_AUTH_EMULATOR_HOST',
} as const;

type Service = keyof typeof VARIABLES;

/**
 * Prepares this process for Google's clients of a project: where they connect to, as whom, and
 * with the parameters that the project is deployed with. A project whose name begins with `demo-`
 * exists in the emulators, at the addresses of firebase.json unless the environment has others.
 */
export async function connectTo(
  project: string | undefined,
  services: readonly Service[],
): Promise<{ project: string }> {
  const choice = chooseProject(project);
  const { project: chosen, isLocal } = choice;
  process.env['GCLOUD_PROJECT'] = chosen;
  loadParameters(choice);
  if (isLocal) await connectToEmulators(services);
  else await takeCredentials();
  return { project: chosen };
}

async function connectToEmulators(services: readonly Service[]): Promise<void> {
  process.env['METADATA_SERVER_DETECTION'] = 'none';
  const { emulators } = JSON.parse(readFileSync(join(ROOT, 'firebase.json'), 'utf8'));
  for (const name of services) {
    const variable = VARIABLES[name];
    const host = (process.env[variable] ??= `127.0.0.1:${emulators[name].port}`);
    if (!(await answers(host))) {
      throw new OperatorError(
        `Nothing answers at ${host}, where the ${name} emulator should be: start it with \`npm start\`, or name a project with --project.`,
      );
    }
  }
}

async function answers(host: string): Promise<boolean> {
  const [name = '', port = ''] = host.split(':');
  return new Promise((resolve) => {
    const socket = connectTcp(Number(port), name, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

/** Google's default credentials if there are any, otherwise those of `firebase login`. */
async function takeCredentials(): Promise<void> {
  if (process.env['GOOGLE_APPLICATION_CREDENTIALS'] || existsSync(gcloudCredentials())) return;
  process.env['GOOGLE_APPLICATION_CREDENTIALS'] = await firebaseCredentialsFile();
}

function gcloudCredentials(): string {
  const folder =
    process.env['CLOUDSDK_CONFIG'] ??
    (process.platform === 'win32'
      ? join(process.env['APPDATA'] ?? '', 'gcloud')
      : join(homedir(), '.config', 'gcloud'));
  return join(folder, 'application_default_credentials.json');
}
