import type { ApiKeyRecord } from '../../contract/tenant.js';
import { accountCredential, hashApiKey, isWellFormedKey } from '../../contract/api-key.js';
import { UnknownKeyLimitError } from '../../tenants/key-directory.js';
import { UNKNOWN_KEY_RETRY_SECONDS } from '../../limits.js';
import type { IngestRequest } from '../http/http.js';
import { Problem } from '../http/problem.js';
import { isToken, type VerifyToken } from './tokens.js';

/** The tenant for which the request may write; `undefined` for whichever it names. */
export interface Credential {
  tenantId: string | undefined;
}

/**
 * Throws a 401, 429 or 503 {@link Problem} for a request that may not write. `shown` is its key, where
 * a protocol has its own place for it.
 */
export type Authenticate = (request: IngestRequest, shown?: string) => Promise<Credential>;

/** Takes the request's word for its tenant. For the emulators. */
export const authenticateNobody: Authenticate = () => Promise.resolve({ tenantId: undefined });

/** Looks up a stored key by its hash. */
export type FindKey = (hash: string) => Promise<ApiKeyRecord | undefined>;

/** Finds a well-formed key that is live, or the account of a token in its place; throws a 401, 429 or 503 {@link Problem}. */
export type CheckKey = (key: string) => Promise<ApiKeyRecord>;

export function createCheckKey(findKey: FindKey, verify?: VerifyToken): CheckKey {
  return async (shown) => {
    const key = isToken(shown) ? await accountOf(shown) : shown;
    const record = key === undefined ? undefined : await find(key);
    if (record === undefined || record.revoked)
      throw isToken(shown) ? invalidToken() : invalidKey();
    return record;
  };

  async function accountOf(token: string): Promise<string | undefined> {
    try {
      const email = await verify?.(token);
      return email === undefined ? undefined : accountCredential(email);
    } catch {
      throw new Problem('unavailable', 'The token could not be checked. Try again later.');
    }
  }

  async function find(key: string): Promise<ApiKeyRecord | undefined> {
    try {
      return await findKey(hashApiKey(key));
    } catch (error) {
      if (error instanceof UnknownKeyLimitError) {
        // Not 401: the key may have just been created.
        throw new Problem(
          'too_many_requests',
          'The API key is unknown, and too many unknown keys are being sent. If the key is new, try again later.',
          { headers: { 'retry-after': String(UNKNOWN_KEY_RETRY_SECONDS) }, limit: 'unknown_keys' },
        );
      }
      throw new Problem('unavailable', 'The API key could not be checked. Try again later.');
    }
  }
}

/**
 * Admits requests with a live API key in `Authorization: Bearer` or `X-API-Key` or, with `verify`, a
 * Google token in its place. It does not say what is wrong with a key: unknown, revoked and misspelt
 * ones get the same answer.
 */
export function authenticateByKey(findKey: FindKey, verify?: VerifyToken): Authenticate {
  const checkKey = createCheckKey(findKey, verify);
  return async (request, shown) => {
    const key = shown ?? shownKey(request);
    if (!isWellFormedKey(key) && !(verify !== undefined && isToken(key))) throw invalidKey();
    return { tenantId: (await checkKey(key)).tenant_id };
  };
}

/** The answer to a request without a well-formed key. */
export function keyRefusal(request: Pick<IngestRequest, 'header'>): Problem {
  try {
    shownKey(request);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  return invalidKey();
}

function shownKey(request: Pick<IngestRequest, 'header'>): string {
  const authorization = request.header('authorization');
  const apiKey = request.header('x-api-key')?.trim();
  const bearer = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1];
  if (authorization === undefined && apiKey === undefined) {
    throw new Problem(
      'unauthorized',
      'An API key is required: send it as `Authorization: Bearer KEY` or `X-API-Key: KEY`.',
      { headers: { 'www-authenticate': 'Bearer realm="ingest"' } },
    );
  }
  if (authorization !== undefined && apiKey !== undefined && bearer !== apiKey) {
    throw new Problem('unauthorized', 'The request has two different credentials: send one.', {
      headers: { 'www-authenticate': 'Bearer realm="ingest", error="invalid_request"' },
    });
  }
  return bearer ?? apiKey ?? '';
}

function invalidKey(): Problem {
  return new Problem('unauthorized', 'The API key is not valid.', {
    headers: { 'www-authenticate': 'Bearer realm="ingest", error="invalid_token"' },
  });
}

function invalidToken(): Problem {
  const detail =
    'The token is not valid: it must belong to a service account that a tenant allows, and have this gateway’s audience.';
  return new Problem('unauthorized', detail, {
    headers: { 'www-authenticate': 'Bearer realm="ingest", error="invalid_token"' },
  });
}
