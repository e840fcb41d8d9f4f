/** The words that Google's APIs use for an HTTP status: https://cloud.google.com/apis/design/errors */
const STATUS: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  409: 'ALREADY_EXISTS',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
};

/** An error, as Google's APIs answer it. */
export class ApiError extends Error {
  override name = 'ApiError';

  readonly code: number;
  readonly status: string;

  constructor(code: number, message: string, status: string = STATUS[code] ?? 'UNKNOWN') {
    super(message);
    this.code = code;
    this.status = status;
  }

  toJSON(): object {
    return { error: { code: this.code, message: this.message, status: this.status } };
  }
}

export const notFound = (message = 'Requested entity was not found.') => new ApiError(404, message);
