import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { generateKeyPairSync } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The parts of the repository that a deployment and the commands read. */
const COPIED = [
  '.firebaserc',
  'firebase.json',
  'firestore.indexes.json',
  'firestore.rules',
  'functions',
  'monitoring',
  'package.json',
  'package-lock.json',
  'scripts',
  'tsconfig.base.json',
  'web',
];

/** From builds, installs or somebody's own settings: a fresh clone has none of it. */
const NOT_COPIED =
  /(?:^|\/)(?:node_modules|screenshots)$|^functions\/lib$|^web\/dist$|^functions\/\.env\.(?!local$)[^/]+$/;

/** How a rehearsal is logged in. */
export type Login = 'login' | 'service-account' | 'none';

/** A copy of the repository and a home directory: nothing of the real ones is read or changed. */
export interface Box {
  /** The copy. */
  root: string;
  homeOf(login: Login): string;
  /** The key file of the service account `deployer`. */
  keyFile: string;
  remove(): void;
}

export function makeBox(): Box {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'rehearsal-')));
  const root = join(folder, 'clone');
  mkdirSync(root);
  for (const name of COPIED) {
    cpSync(join(ROOT, name), join(root, name), {
      recursive: true,
      preserveTimestamps: true,
      filter: (source) => !NOT_COPIED.test(relative(ROOT, source).replaceAll(sep, '/')),
    });
  }
  for (const place of ['node_modules', 'functions/node_modules']) {
    symlinkSync(join(ROOT, place), join(root, place), 'junction');
  }
  // What is installed is the real repository's: no command may install anything over it.
  writeFileSync(
    join(root, 'scripts', 'ensure-installed.mjs'),
    'export function ensureInstalled() {}',
  );
  const homeOf = (login: Login) => join(folder, `home-${login}`);
  for (const login of ['login', 'service-account', 'none'] as const) mkdirSync(homeOf(login));
  writeLogin(homeOf('login'));
  const keyFile = join(folder, 'deployer.json');
  writeFileSync(keyFile, JSON.stringify(makeKey()));
  return { root, homeOf, keyFile, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** What `firebase login` leaves behind. */
function writeLogin(home: string): void {
  const folder = join(home, '.config', 'configstore');
  mkdirSync(folder, { recursive: true });
  const account = (email: string) => ({
    user: { email, sub: email },
    tokens: {
      access_token: 'an-old-token',
      refresh_token: `refresh-token-of-${email}`,
      expires_at: 0,
      scopes: ['email', 'openid', 'https://www.googleapis.com/auth/cloud-platform'],
    },
  });
  writeFileSync(
    join(folder, 'firebase-tools.json'),
    JSON.stringify({
      ...account('ann@example.com'),
      additionalAccounts: [account('ben@example.com')],
      usage: false,
    }),
  );
}

function makeKey(): object {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    type: 'service_account',
    project_id: 'rehearsed-gateway',
    private_key_id: 'a-key',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    client_email: 'deployer@rehearsed-gateway.iam.gserviceaccount.com',
    client_id: '1',
    token_uri: 'https://oauth2.googleapis.com/token',
  };
}
