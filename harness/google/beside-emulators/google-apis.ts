import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

import { z } from 'zod';

import { ApiError } from '../api-error.js';
import { ACCESS_TOKEN, type Answer, serveJson } from './json-server.js';

/**
 * Google's APIs as far as the delivery policy calls them, for a command in this process or a child of
 * it, led here by variables. Topics and subscriptions are those of
 * the Pub/Sub emulator. What no emulator has is answered here, by the form that the REST
 * references give: Cloud Functions v2 `functions.list`, Eventarc v1 `triggers.get`, Resource
 * Manager v1 `projects.get`, and IAM's `getIamPolicy` and `setIamPolicy`, which check what they
 * are sent and keep policies under an etag as IAM does.
 */
export interface GoogleApis {
  /** Variables that direct a command here, logged in. */
  env: Record<string, string>;
  /** `GET v1/…`, one a call, in their order. */
  calls: string[];
  policies: Map<string, Policy>;
  functions: unknown[];
  triggers: Map<string, unknown>;
  /** Takes the next call that matches and answers it with an error. */
  failNext(match: RegExp, status: number, message: string): void;
  /** Changes a policy right after it was next read, as another administrator might. */
  interfereOnce(change: (policy: Policy) => Policy): void;
  close(): Promise<void>;
}

const policySchema = z.strictObject({
  version: z.literal([1, 3]).optional(),
  etag: z.string().optional(),
  bindings: z.array(
    z.strictObject({
      role: z.string().startsWith('roles/'),
      members: z.array(z.string().regex(/^(?:user|group|serviceAccount|domain):/)).min(1),
      condition: z.strictObject({ title: z.string(), expression: z.string() }).optional(),
    }),
  ),
});

/** https://cloud.google.com/pubsub/docs/reference/rest/v1/projects.topics/setIamPolicy */
const setIamPolicySchema = z.strictObject({
  policy: policySchema,
  updateMask: z.string().optional(),
});

export type Policy = z.infer<typeof policySchema>;

export async function startGoogleApis(pubsubHost: string, project: string): Promise<GoogleApis> {
  const calls: string[] = [];
  const policies = new Map<string, Policy>();
  const functions: unknown[] = [];
  const triggers = new Map<string, unknown>();
  const failures: { match: RegExp; status: number; message: string }[] = [];
  let interfere: ((policy: Policy) => Policy) | undefined;

  const answer = async (request: IncomingMessage, body: string): Promise<Answer> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://x');
    const path = pathname.slice(1);
    if (path === 'oauth2/v3/token') return [200, { access_token: ACCESS_TOKEN, expires_in: 3600 }];

    const call = `${request.method} ${path}`;
    calls.push(call);
    if (request.headers.authorization !== `Bearer ${ACCESS_TOKEN}`)
      return refusal(401, 'no credentials');
    const failing = failures.findIndex(({ match }) => match.test(call));
    if (failing >= 0) {
      const [failure] = failures.splice(failing, 1);
      return refusal(failure?.status ?? 500, failure?.message ?? '');
    }
    if (path === `v1/projects/${project}`) return [200, { projectNumber: '123456789012' }];
    if (path === `v2/projects/${project}/locations/-/functions`) {
      // One per page, to exercise paging.
      const at = Number(searchParams.get('pageToken') ?? 0);
      const more = at + 1 < functions.length && { nextPageToken: String(at + 1) };
      return [200, { functions: functions.slice(at, at + 1), ...more }];
    }
    if (path.includes('/triggers/')) {
      const trigger = triggers.get(path.replace('v1/', ''));
      return trigger === undefined ? refusal(404, 'no such trigger') : [200, trigger];
    }

    const [resource = '', verb] = path.replace('v1/', '').split(':');
    if (verb === 'getIamPolicy') {
      if (searchParams.get('options.requestedPolicyVersion') !== '3') {
        return refusal(400, 'conditions are only shown from version 3');
      }
      const policy = policies.get(resource) ?? { etag: randomUUID(), bindings: [] };
      policies.set(resource, policy);
      if (interfere) policies.set(resource, { ...interfere(policy), etag: randomUUID() });
      interfere = undefined;
      return [200, policy];
    }
    if (verb === 'setIamPolicy') {
      const parsed = setIamPolicySchema.safeParse(JSON.parse(body));
      if (!parsed.success) return refusal(400, z.prettifyError(parsed.error));
      const { policy } = parsed.data;
      if (policy.etag !== policies.get(resource)?.etag) return refusal(409, 'the etag is another');
      policies.set(resource, { ...policy, etag: randomUUID() });
      return [200, policies.get(resource)];
    }
    const emulated = await fetch(`http://${pubsubHost}${request.url}`, {
      method: request.method ?? 'GET',
      headers: { 'content-type': 'application/json' },
      ...(body !== '' && { body }),
    }).catch(() => undefined);
    if (emulated === undefined) return refusal(404, 'there is no Pub/Sub emulator');
    return emulated.headers.get('content-type')?.includes('json')
      ? [emulated.status, await emulated.json()]
      : refusal(404, 'not found');
  };

  const { origin, close } = await serveJson(answer);

  return {
    env: {
      FIREBASE_TOKEN: 'a-refresh-token',
      FIREBASE_TOKEN_URL: origin,
      FIREBASE_PUBSUB_URL: origin,
      FIREBASE_FUNCTIONS_V2_URL: origin,
      EVENTARC_URL: origin,
      FIREBASE_RESOURCEMANAGER_URL: origin,
      // Requested by the checks of `npm run status`, and unknown here.
      FIREBASE_SERVICE_USAGE_URL: origin,
      FIREBASE_CLOUDBILLING_URL: origin,
      FIREBASE_API_URL: origin,
      FIREBASE_IDENTITY_URL: origin,
      FIREBASE_RULES_URL: origin,
      FIREBASE_HOSTING_API_URL: origin,
      FIREBASE_IAM_URL: origin,
      FIRESTORE_URL: origin,
      CLOUD_RUN_API_URL: origin,
    },
    calls,
    policies,
    functions,
    triggers,
    failNext: (match, status, message) => failures.push({ match, status, message }),
    interfereOnce: (change) => {
      interfere = change;
    },
    close,
  };
}

function refusal(code: number, message: string): Answer {
  return [code, new ApiError(code, message)];
}
