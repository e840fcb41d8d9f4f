import type { IngestRequest } from './http.js';
import { Problem } from './problem.js';

/** Whose logs the request may write: one tenant's, or with `undefined` the one it names. */
export interface Credential {
  tenantId: string | undefined;
}

/** Throws a 401 or 403 {@link Problem} for a request that may not write. */
export type Authenticate = (request: IngestRequest) => Promise<Credential>;

/** Takes the request's word for its tenant. For the emulators. */
export const authenticateNobody: Authenticate = () => Promise.resolve({ tenantId: undefined });

/** Lets nobody in: what a gateway does for which no way to authenticate is set up. */
export const refuseEverybody: Authenticate = () =>
  Promise.reject(
    new Problem('unauthorized', 'This gateway takes no logs without a valid credential.', {
      headers: { 'www-authenticate': 'Bearer realm="ingest"' },
    }),
  );
