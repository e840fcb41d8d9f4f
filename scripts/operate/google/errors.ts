import { z } from 'zod';

import { GRPC } from '../../../functions/src/lib/grpc-codes.js';
import { OperatorError } from '../../terminal/operator-error.js';

/** An error as Google's APIs report it: https://cloud.google.com/apis/design/errors */
export class GoogleError extends Error {
  override name = 'GoogleError';

  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** gRPC's codes, which Google's clients use for some errors even over HTTP. */
const HTTP_STATUS: Readonly<Record<number, number>> = {
  [GRPC.NOT_FOUND]: 404,
  [GRPC.PERMISSION_DENIED]: 403,
  [GRPC.UNAUTHENTICATED]: 401,
};

/** The HTTP status that Google's clients failed with; `undefined` for any other failure. */
export function statusOf(error: unknown): number | undefined {
  const { code, status } = error as { code?: unknown; status?: unknown };
  return typeof status === 'number' ? status : HTTP_STATUS[Number(code)];
}

/** An error of Google's clients as a {@link GoogleError}; others unchanged. */
export function toGoogleError(error: unknown, call = ''): unknown {
  if (!(error instanceof Error) || error instanceof GoogleError) return error;
  const status = statusOf(error);
  return status === undefined ? error : new GoogleError(status, call + messageOf(error));
}

/** An error of Google's clients, with its fix if that is the same for every call. */
export function explain(error: unknown): unknown {
  if (error instanceof z.ZodError) {
    return new Error('Google answered in an undocumented form', { cause: error });
  }
  const google = toGoogleError(error);
  if (!(google instanceof GoogleError)) return google;
  if (google.status === 401) {
    return new OperatorError(
      `Google does not accept the credentials: run \`npx firebase login --reauth\`. (${google.message})`,
    );
  }
  if (google.status === 403) {
    return new OperatorError(
      `A permission is missing, or an API is not enabled: have an owner of the project fix what Google reports, and run this again. (${google.message})`,
    );
  }
  return google;
}

const answerSchema = z.object({ error: z.object({ message: z.string() }) });

/** Google's own sentence: some clients put the whole answer in the message. */
function messageOf(error: Error): string {
  const { response } = error as { response?: { data?: unknown } };
  const answered = answerSchema.safeParse(response?.data ?? parsed(error.message));
  return answered.success ? answered.data.error.message : error.message;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
