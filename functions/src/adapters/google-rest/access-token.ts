import { get } from 'node:http';

import { isRecord } from '../../lib/is-record.js';
import { readJsonIfAny } from '../../lib/json.js';
import { once } from '../../lib/once.js';
import { METADATA_TIMEOUT_MS } from '../../limits.js';
import { ServiceError } from './service-error.js';

const SCOPE = 'https://www.googleapis.com/auth/cloud-platform';

/** The metadata server hands out a new token when the one it has is good for 5 minutes no more. */
const LEFT_MS = 4 * 60_000;

/**
 * An access token that is good for some minutes; rejects with a {@link ServiceError}. `refused` is a
 * token that a service did not take, though it should be good: it is read anew.
 */
export type AccessToken = (refused?: string) => Promise<string>;

/**
 * The token of the account that the process runs as. On Cloud Run the metadata server is asked, by
 * ourselves: Google's library would take a fifth of a cold start to load. Elsewhere, as on an
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
  /** On the clock of `Date.now()`. */
  expiresAt: number;
}

/** Reads one token for all who ask at once, and the next before it expires. */
export function rememberToken(
  read: () => Promise<Token>,
  now: () => number = Date.now,
): AccessToken {
  let token: Token | undefined;
  let reading: Promise<Token> | undefined;
  return async (refused) => {
    // Of several calls that were refused with the same token, the first drops it.
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
  // Google's libraries know the variable as well.
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
    // The library has no way to forget a token.
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
