import { explained, GoogleError } from './rest.js';

/** gRPC's codes, which Google's clients give also where they speak HTTP. */
const HTTP_STATUS: Readonly<Record<number, number>> = { 7: 403, 16: 401 };

/** What Google's own clients threw, with how to mend it where that is the same for every call. */
export function explainClientError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { code, status } = error as { code?: unknown; status?: unknown };
  const http = typeof status === 'number' ? status : HTTP_STATUS[Number(code)];
  return http === undefined ? error : explained(new GoogleError(http, error.message));
}
