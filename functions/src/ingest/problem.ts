import { RETRY_AFTER_SECONDS } from '../limits.js';
import type { IngestResponse } from './http.js';

/** Every error of the API: code → HTTP status and title (RFC 9457, section 3). */
export const PROBLEMS = {
  invalid_request: { status: 400, title: 'Invalid request' },
  unauthorized: { status: 401, title: 'Unauthorized' },
  forbidden: { status: 403, title: 'Forbidden' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'Method not allowed' },
  content_too_large: { status: 413, title: 'Content too large' },
  unsupported_media_type: { status: 415, title: 'Unsupported media type' },
  too_many_requests: { status: 429, title: 'Too many requests' },
  internal_error: { status: 500, title: 'Internal error' },
  unavailable: { status: 503, title: 'Temporarily unavailable' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof PROBLEMS;

type ServerErrorCode = {
  [Code in ProblemCode]: (typeof PROBLEMS)[Code]['status'] extends 500 | 503 ? Code : never;
}[ProblemCode];

/** Whether it is a failure of the gateway and not of the request. */
export function isServerError(code: ProblemCode): code is ServerErrorCode {
  return PROBLEMS[code].status >= 500;
}

export function isProblemCode(value: string): value is ProblemCode {
  return Object.hasOwn(PROBLEMS, value);
}

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

  constructor(
    code: ProblemCode,
    detail: string,
    more: { errors?: readonly FieldError[]; headers?: Record<string, string> } = {},
  ) {
    super(detail);
    this.name = 'Problem';
    this.code = code;
    this.errors = more.errors ?? [];
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
