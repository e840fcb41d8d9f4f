import { createRequire } from 'node:module';

import pRetry from 'p-retry';
import { z } from 'zod';

import { OperatorError } from '../../terminal/operator-error.js';

/** The Google APIs that the scripts call; where each is, firebase-tools says. */
const API_MODULE = createRequire(import.meta.url)('firebase-tools/lib/api.js') as Record<
  string,
  () => string
>;

const ORIGINS = {
  pubsub: 'pubsubOrigin',
  functions: 'functionsV2Origin',
  eventarc: 'eventarcOrigin',
  resourceManager: 'resourceManagerOrigin',
  run: 'cloudRunApiOrigin',
  firestore: 'firestoreOrigin',
  rules: 'rulesOrigin',
  hosting: 'hostingApiOrigin',
  firebase: 'firebaseApiOrigin',
  identity: 'identityOrigin',
  iam: 'iamOrigin',
  serviceUsage: 'serviceUsageOrigin',
  billing: 'cloudbillingOrigin',
  monitoring: 'cloudMonitoringOrigin',
  logging: 'cloudloggingOrigin',
} as const;

export type Api = keyof typeof ORIGINS;

/** `https://pubsub.googleapis.com` */
export function originOf(api: Api): string {
  const origin = API_MODULE[ORIGINS[api]]?.();
  if (origin === undefined) throw new Error(`firebase-tools does not say where ${api} is`);
  return origin;
}

/** What Google refused, as its APIs say it: https://cloud.google.com/apis/design/errors */
export class GoogleError extends Error {
  override name = 'GoogleError';

  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export interface GoogleRest {
  /** The checked answer; `undefined` where there is no such thing. */
  get<T>(api: Api, path: string, schema: z.ZodType<T>): Promise<T | undefined>;
  /** Throws a {@link GoogleError} for what is refused. */
  send<T>(
    method: 'POST' | 'PUT' | 'PATCH',
    api: Api,
    path: string,
    body: unknown,
    schema: z.ZodType<T>,
  ): Promise<T>;
}

const errorSchema = z.object({
  error: z.object({ message: z.string(), status: z.string().optional() }),
});

/** Calls Google's REST APIs. Tries again what may pass: 429, 5xx, a connection that breaks. */
export function createGoogleRest(accessToken: () => Promise<string>): GoogleRest {
  const call = async (method: string, api: Api, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${originOf(api)}/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await accessToken()}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    if (response.ok) return JSON.parse(text);
    throw new GoogleError(response.status, `${method} ${path}: ${messageOf(text)}`);
  };

  const withRetries = (...args: Parameters<typeof call>) =>
    pRetry(() => call(...args), {
      retries: 4,
      minTimeout: 500,
      shouldRetry: ({ error }) => mayPass(error),
    });

  return {
    get: async (api, path, schema) => {
      try {
        return schema.parse(await withRetries('GET', api, path));
      } catch (error) {
        if (error instanceof GoogleError && error.status === 404) return undefined;
        throw explained(error);
      }
    },
    send: async (method, api, path, body, schema) => {
      try {
        return schema.parse(await withRetries(method, api, path, body));
      } catch (error) {
        throw explained(error);
      }
    },
  };
}

function mayPass(error: unknown): boolean {
  if (error instanceof GoogleError) return error.status === 429 || error.status >= 500;
  return !(error instanceof OperatorError);
}

/** Credentials and permissions have a mend that is the same for every call. */
export function explained(error: unknown): unknown {
  if (error instanceof z.ZodError) {
    return new Error('Google answered in a form that is not the documented one', { cause: error });
  }
  if (!(error instanceof GoogleError)) return error;
  if (error.status === 401) {
    return new OperatorError(
      `Google does not accept the credentials: run \`npx firebase login --reauth\`. (${error.message})`,
    );
  }
  if (error.status === 403) {
    return new OperatorError(
      `A permission is missing, or an API is not enabled: read Google’s words, have an owner of the project mend it, and run this again. (${error.message})`,
    );
  }
  return error;
}

/** What Google’s JSON of an error says. */
export function messageOf(text: string): string {
  try {
    return errorSchema.parse(JSON.parse(text)).error.message;
  } catch {
    return 'no reason given';
  }
}

/** `projects/P/topics/T` → `T` */
export function shortName(resource: string): string {
  return resource.slice(resource.lastIndexOf('/') + 1);
}
