import { CORS_MAX_AGE_SECONDS } from '../../limits.js';
import type { IngestRequest, IngestResponse } from './http.js';

/** What browsers may do: https://fetch.spec.whatwg.org/#http-cors-protocol */
export interface Cors {
  /** Answers OPTIONS: with the methods there are, and a preflight of a known origin with leave. */
  preflight(request: IngestRequest, methods: readonly string[]): IngestResponse;
  /** Lets the page of a known origin read an answer. */
  allow(request: IngestRequest, response: IngestResponse): IngestResponse;
}

const EXPOSED = 'RateLimit, RateLimit-Policy, Retry-After, X-Request-Id';
const REQUEST_HEADERS =
  'Authorization, Content-Encoding, Content-Type, Idempotency-Key, Traceparent, X-API-Key, X-Log-ID, X-Request-Id, X-Tenant-ID';

/** Lets pages of `origins` use the API; `*` stands for any. No cookies: the API has none. */
export function createCors(origins: readonly string[]): Cors {
  const known = new Set(origins);
  const isKnown = (origin: string | undefined): origin is string =>
    origin !== undefined && (known.has(origin) || known.has('*'));

  return {
    preflight(request, methods) {
      const asks = request.header('access-control-request-method') !== undefined;
      const leave = {
        'access-control-allow-methods': methods.join(', '),
        'access-control-allow-headers': REQUEST_HEADERS,
        'access-control-max-age': String(CORS_MAX_AGE_SECONDS),
      };
      return {
        status: 204,
        headers: {
          allow: methods.join(', '),
          ...(asks && isKnown(request.header('origin')) && leave),
        },
        body: undefined,
      };
    },

    allow(request, response) {
      if (known.size === 0) return response;
      const origin = request.header('origin');
      return {
        ...response,
        headers: {
          ...response.headers,
          // An unknown origin gets a different answer, which no cache may mix up with this one.
          vary: 'Origin',
          ...(isKnown(origin) && {
            'access-control-allow-origin': origin,
            'access-control-expose-headers': EXPOSED,
          }),
        },
      };
    },
  };
}
