import { GRPC } from '../../../functions/src/lib/grpc-codes.js';
import { explained, GoogleError, messageOf } from './rest.js';

/** gRPC's codes, which Google's clients give for some errors also where they speak HTTP. */
const HTTP_STATUS: Readonly<Record<number, number>> = {
  [GRPC.NOT_FOUND]: 404,
  [GRPC.PERMISSION_DENIED]: 403,
  [GRPC.UNAUTHENTICATED]: 401,
};

/** The HTTP status that Google's clients failed with; `undefined` where it was something else. */
export function statusOf(error: unknown): number | undefined {
  const { code, status } = error as { code?: unknown; status?: unknown };
  return typeof status === 'number' ? status : HTTP_STATUS[Number(code)];
}

/** What Google's own clients threw, with how to mend it where that is the same for every call. */
export function explainClientError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const status = statusOf(error);
  if (status === undefined) return error;
  // The clients give the whole answer as the message.
  const message = error.message.startsWith('{') ? messageOf(error.message) : error.message;
  return explained(new GoogleError(status, message));
}
