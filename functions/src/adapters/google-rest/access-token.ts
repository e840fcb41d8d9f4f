import { get } from 'node:http';

import { isRecord } from '../../lib/is-record.js';
import { readJsonIfAny } from '../../lib/json.js';
import { once } from '../../lib/once.js';
import { METADATA_TIMEOUT_MS } from '../../limits.js';
import { ServiceError } from './service-error.js';

const SCOPE = 'https://www.googleapis.com/auth/cloud-platform';

/** The metadata server issues a new token once its current one has 5 minutes or less to live. */
const LEFT_MS = 4 * 60_000;

/**
 * Gets an access token that is valid for some minutes; rejects with a {@link ServiceError}. Pass as
 * `refused` a token that a service rejected although it should be valid: it is fetched anew.
 */
export type AccessToken = (refused?: string) => Promise<string>;

/**
 * The token of the account that the process runs as. On Cloud Run we ask the metadata server
 * ourselves: loading Google's library would take a fifth of a cold start. Elsewhere, as on an
 * operator's machine, that library finds the credentials.
 */
export const applicationToken = once((): AccessToken => {
  const { K_SERVICE, GOOGLE_APPLICATION_CREDENTIALS } = process.env;
  return K_SERVICE !== undefined && GOOGLE_APPLICATION_CREDENTIALS === undefined
    ? rememberToken(readFromMetadata)
    : createLibraryToken();
});

interface Token {
  value: string;
  /** By the clock of `Date.now()`. */
  expiresAt: number;
}

/**
 * Shares one fetch among concurrent callers, and fetches the next token before this one expires.
 */
export function rememberToken(
  read: () => Promise<Token>,
  now: () => number = Date.now,
): AccessToken {
  let token: Token | undefined;
  let reading: Promise<Token> | undefined;
  return async (refused) => {
    // If several calls were refused with the same token, the first one drops it.
    if (refused !== undefined && token?.value === refused) token = undefined;
    if (token === undefined || token.expiresAt - now() < LEFT_MS) {
      reading ??= read().finally(() => {
        reading = undefined;
      });
      token = await reading;
    }
    return token.value;
  };
}

/** https://cloud.google.com/run/docs/securing/service-identity#access_tokens */
function readFromMetadata(): Promise<Token> {
  // Google's libraries honour this variable too.
  const host = process.env['GCE_METADATA_HOST'] ?? 'metadata.google.internal';
  const url = `http://${host}/computeMetadata/v1/instance/service-accounts/default/token`;
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(ServiceError.unavailable(`no credentials: ${why}`));
    const request = get(
      url,
      { headers: { 'metadata-flavor': 'Google' }, timeout: METADATA_TIMEOUT_MS },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => {
          const token = response.statusCode === 200 ? toToken(text) : undefined;
          if (token === undefined) fail(`the metadata server answered ${response.statusCode}`);
          else resolve(token);
        });
      },
    );
    request.on('timeout', () => request.destroy(new Error('timeout')));
    request.on('error', (error: NodeJS.ErrnoException) =>
      fail(`the metadata server, ${error.code ?? error.message}`),
    );
  });
}

function toToken(text: string): Token | undefined {
  const answer = readJsonIfAny(text);
  if (!isRecord(answer)) return undefined;
  const { access_token: value, expires_in: seconds } = answer;
  return typeof value === 'string' && typeof seconds === 'number'
    ? { value, expiresAt: Date.now() + seconds * 1000 }
    : undefined;
}

function createLibraryToken(): AccessToken {
  let open = once(createAuth);
  let handedOut: string | undefined;
  return async (refused) => {
    // The library cannot be told to forget a token.
    if (refused !== undefined && refused === handedOut) open = once(createAuth);
    try {
      const token = await (await open()).getAccessToken();
      if (typeof token === 'string') handedOut = token;
      if (typeof token === 'string') return token;
    } catch {
      // Its messages name files and accounts.
    }
    throw ServiceError.unavailable('no credentials');
  };
}

async function createAuth() {
  const { GoogleAuth } = await import('google-auth-library');
  return new GoogleAuth({ scopes: [SCOPE] });
}
