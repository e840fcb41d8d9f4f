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

/** Whether it is the gateway's failure rather than the request's. */
export function isServerError(code: ProblemCode): code is ServerErrorCode {
  return PROBLEMS[code].status >= 500;
}

export function isProblemCode(value: string): value is ProblemCode {
  return Object.hasOwn(PROBLEMS, value);
}
