import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

import { OperatorError } from '../../terminal/operator-error.js';

const require = createRequire(import.meta.url);

/** The folder of firebase.json: a login may apply to one folder. */
const PROJECT_ROOT = fileURLToPath(new URL('../../..', import.meta.url));

interface Account {
  user: { email: string };
  tokens: unknown;
}

/**
 * Inside firebase-tools, without types: whoever may deploy with it may do what comes after, with
 * the same credentials (`firebase login`, a service account's key, those of a CI). Loaded where it
 * is needed: a command on the emulators starts a fifth faster without it.
 */
const firebaseTools = () => ({
  auth: require('firebase-tools/lib/auth.js') as {
    selectAccount(account: string | undefined, projectRoot: string): Account | undefined;
    setActiveAccount(options: object, account: Account): void;
  },
  requireAuth: require('firebase-tools/lib/requireAuth.js') as {
    requireAuth(this: void, options: object): Promise<string | null>;
  },
  defaultCredentials: require('firebase-tools/lib/defaultCredentials.js') as {
    getCredentialPathAsync(this: void, account: Account): Promise<string | undefined>;
  },
  apiv2: require('firebase-tools/lib/apiv2.js') as { getAccessToken(): Promise<string> },
});

/** An OAuth access token of the `firebase` login in the folder of firebase.json. */
export async function firebaseAccessToken(): Promise<string> {
  return accessTokenOf({});
}

/** The same for the account that a deployment names: `--token`, `--account`. */
export async function accessTokenOf(command: {
  token?: string;
  account?: string;
}): Promise<string> {
  const { auth, requireAuth, apiv2 } = firebaseTools();
  const options = {
    projectRoot: PROJECT_ROOT,
    ...(command.token !== undefined && { token: command.token }),
  };
  try {
    const account = auth.selectAccount(command.account, PROJECT_ROOT);
    if (account !== undefined) auth.setActiveAccount(options, account);
    await requireAuth.requireAuth(options);
    return await apiv2.getAccessToken();
  } catch {
    throw noCredentials();
  }
}

/** A file with the credentials of `firebase login`, for Google's own clients. */
export async function firebaseCredentialsFile(): Promise<string> {
  const { auth, defaultCredentials } = firebaseTools();
  const account = auth.selectAccount(undefined, PROJECT_ROOT);
  const file = account && (await defaultCredentials.getCredentialPathAsync(account));
  if (!file) throw noCredentials();
  return file;
}

function noCredentials(): OperatorError {
  return new OperatorError(
    'No Google credentials found. Run `npx firebase login`, or set GOOGLE_APPLICATION_CREDENTIALS to the key file of a service account.',
  );
}
