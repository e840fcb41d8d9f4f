import { DEFAULT_TENANT, type Quota, type Tenant } from '../../contract/tenant.js';
import type { Amount, Decision } from '../../tenants/quotas.js';
import { Problem } from '../http/problem.js';

/**
 * Charges a tenant for a request, or for the rest of its cost once that is known. Resolves to headers
 * for the answer; throws a 403 {@link Problem} for a suspended tenant and a 429 for a used-up quota.
 */
export type Admit = (tenantId: string, cost: Amount) => Promise<Record<string, string>>;

export interface AdmitDeps {
  findTenant: (tenantId: string) => Promise<Tenant | undefined>;
  takeQuota: (tenantId: string, cost: Amount, quota: Amount) => Promise<Decision>;
  /** For a tenant whose settings do not say; 0 is no limit. */
  defaultQuota: Required<Quota>;
}

export function createAdmit({ findTenant, takeQuota, defaultQuota }: AdmitDeps): Admit {
  return async (tenantId, cost) => {
    // If its settings cannot be read, a tenant is let in under the defaults: logs come first.
    const tenant = (await findTenant(tenantId).catch(() => undefined)) ?? DEFAULT_TENANT;
    if (tenant.suspended) {
      throw new Problem('forbidden', 'The tenant is suspended. Ask the gateway’s operator.');
    }
    const { shards, quota: own } = tenant.settings;
    // By default as many logs as the tenant's storage can take, which grows with its shards.
    const logs_per_minute = defaultQuota.logs_per_minute * shards;
    const quota = { ...defaultQuota, logs_per_minute, ...own };
    const limits = {
      requests: quota.requests_per_minute,
      bytes: quota.bytes_per_minute,
      logs: quota.logs_per_minute,
    };
    if (limits.requests === 0 && limits.bytes === 0 && limits.logs === 0) return {};
    const decision = await takeQuota(tenantId, cost, limits);
    const headers = rateLimitHeaders(limits, decision);
    if (decision.allowed) return headers;
    const seconds = String(decision.resetSeconds);
    throw new Problem('too_many_requests', refusal(limits), {
      headers: { ...headers, 'retry-after': seconds },
      ...(decision.lacking !== undefined && { limit: decision.lacking }),
    });
  };
}

function refusal({ requests, bytes, logs }: Amount): string {
  const parts = [
    ...(requests > 0 ? [`${requests} requests`] : []),
    ...(bytes > 0 ? [`${bytes} bytes`] : []),
    ...(logs > 0 ? [`${logs} logs`] : []),
  ];
  const list = new Intl.ListFormat('en').format(parts);
  return `The tenant’s quota of ${list} a minute is used up. Send the request again after Retry-After seconds.`;
}

/** https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/ (version 10) */
function rateLimitHeaders(limits: Amount, decision: Decision): Record<string, string> {
  const policies: string[] = [];
  const states: string[] = [];
  for (const [name, unit] of [
    ['requests', ''],
    ['bytes', ';qu="content-bytes"'],
    ['logs', ''],
  ] as const) {
    if (limits[name] === 0) continue;
    policies.push(`"${name}";q=${limits[name]}${unit};w=60`);
    const remaining = decision.allowed ? Math.floor(decision.remaining[name]) : 0;
    states.push(`"${name}";r=${remaining};t=${decision.resetSeconds}`);
  }
  return { 'ratelimit-policy': policies.join(', '), ratelimit: states.join(', ') };
}
