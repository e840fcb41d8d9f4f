import { createRequire } from 'node:module';

import type { z } from 'zod';

import { createAuthClient } from './auth-client.js';
import { explain, statusOf, toGoogleError } from './errors.js';

/** The Google APIs that the scripts call, at the addresses from firebase-tools. */
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

export interface GoogleRest {
  /** The checked answer; `undefined` if the resource does not exist. */
  get<T>(api: Api, path: string, schema: z.ZodType<T>): Promise<T | undefined>;
  /** Throws a {@link GoogleError} if the call is refused. */
  send<T>(
    method: 'POST' | 'PUT' | 'PATCH',
    api: Api,
    path: string,
    body: unknown,
    schema: z.ZodType<T>,
  ): Promise<T>;
}

/** Retries transient failures, whatever the method: every call here is safe to repeat. */
const RETRIES = {
  retry: 4,
  noResponseRetries: 4,
  retryDelay: 500,
  httpMethodsToRetry: ['GET', 'POST', 'PUT', 'PATCH'],
  statusCodesToRetry: [
    [429, 429],
    [500, 599],
  ],
};

const TIMEOUT_MS = 30_000;

/** Calls Google's REST APIs with Google's own client, and checks the answers. */
export function createGoogleRest(accessToken: () => Promise<string>): GoogleRest {
  const client = createAuthClient(accessToken);

  const call = async (method: string, api: Api, path: string, body?: unknown): Promise<unknown> => {
    try {
      const { data } = await client.request({
        method,
        url: `${originOf(api)}/${path}`,
        ...(body !== undefined && { data: body }),
        timeout: TIMEOUT_MS,
        retryConfig: RETRIES,
      });
      return data;
    } catch (error) {
      throw toGoogleError(error, `${method} ${path}: `);
    }
  };

  return {
    get: async (api, path, schema) => {
      try {
        return schema.parse(await call('GET', api, path));
      } catch (error) {
        if (statusOf(error) === 404) return undefined;
        throw explain(error);
      }
    },
    send: async (method, api, path, body, schema) => {
      try {
        return schema.parse(await call(method, api, path, body));
      } catch (error) {
        throw explain(error);
      }
    },
  };
}

/** `projects/P/topics/T` → `T` */
export function shortName(resource: string): string {
  return resource.slice(resource.lastIndexOf('/') + 1);
}
