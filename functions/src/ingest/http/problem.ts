import { type ProblemCode, PROBLEMS } from '../../contract/problem-codes.js';
import type { LimitName } from '../../contract/limit-names.js';
import { RETRY_AFTER_SECONDS } from '../../limits.js';
import type { IngestResponse } from './http.js';

/** One wrong place in the body; `pointer` is a JSON Pointer (RFC 6901), `''` the whole. */
export interface FieldError {
  pointer: string;
  detail: string;
}

/** An answer other than success. Neither `detail` nor `errors` may hold log text. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly errors: readonly FieldError[];
  readonly headers: Readonly<Record<string, string>>;
  /** Of a 429: which limit is used up. For the gateway's own logs. */
  readonly limit: LimitName | undefined;

  constructor(
    code: ProblemCode,
    detail: string,
    more: {
      errors?: readonly FieldError[];
      headers?: Record<string, string>;
      limit?: LimitName;
    } = {},
  ) {
    super(detail);
    this.name = 'Problem';
    this.code = code;
    this.errors = more.errors ?? [];
    this.limit = more.limit;
    this.headers = {
      ...(PROBLEMS[code].status === 503 && { 'retry-after': String(RETRY_AFTER_SECONDS) }),
      ...more.headers,
    };
  }
}

/** The problem as `application/problem+json`. */
export function problemResponse({ code, message, errors, headers }: Problem): IngestResponse {
  const { status, title } = PROBLEMS[code];
  return {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
    body: {
      type: `urn:problem:ingestion:${code.replaceAll('_', '-')}`,
      title,
      status,
      detail: message,
      ...(errors.length > 0 && { errors }),
    },
  };
}

/** A path of keys as a JSON Pointer. */
export function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
