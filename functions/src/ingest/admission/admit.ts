import { DEFAULT_TENANT, type Tenant } from '../../contract/tenant.js';
import type { Amount, Decision } from '../../tenants/quotas.js';
import { Problem } from '../http/problem.js';

/**
 * Lets a tenant's request in, at a cost of `bytes`. Resolves to headers for its answer; throws a
 * 403 {@link Problem} for a suspended tenant and a 429 for a quota that is used up.
 */
export type Admit = (tenantId: string, bytes: number) => Promise<Record<string, string>>;

export interface AdmitDeps {
  findTenant: (tenantId: string) => Promise<Tenant | undefined>;
  takeQuota: (tenantId: string, cost: Amount, quota: Amount) => Promise<Decision>;
  /** For a tenant whose settings do not say; 0 is no limit. */
  defaultQuota: { requests_per_minute: number; bytes_per_minute: number };
}

export function createAdmit({ findTenant, takeQuota, defaultQuota }: AdmitDeps): Admit {
  return async (tenantId, bytes) => {
    // Whose settings cannot be read is let in under the defaults: logs come first.
    const tenant = (await findTenant(tenantId).catch(() => undefined)) ?? DEFAULT_TENANT;
    if (tenant.suspended) {
      throw new Problem('forbidden', 'The tenant is suspended: ask who runs this gateway.');
    }
    const { requests_per_minute: requests, bytes_per_minute: size } = {
      ...defaultQuota,
      ...tenant.settings.quota,
    };
    if (requests === 0 && size === 0) return {};
    const limits = { requests, bytes: size };
    const decision = await takeQuota(tenantId, { requests: 1, bytes }, limits);
    const headers = rateLimitHeaders(limits, decision);
    if (decision.allowed) return headers;
    const seconds = String(decision.resetSeconds);
    throw new Problem('too_many_requests', refusal(limits, bytes), {
      headers: { ...headers, 'retry-after': seconds },
    });
  };
}

function refusal({ requests, bytes }: Amount, size: number): string {
  if (bytes > 0 && size > bytes) {
    return `The request has ${size} bytes, more than the tenant may send in a whole minute (${bytes}): send less at once.`;
  }
  const parts = [
    ...(requests > 0 ? [`${requests} requests`] : []),
    ...(bytes > 0 ? [`${bytes} bytes`] : []),
  ];
  return `The tenant’s quota of ${parts.join(' and ')} a minute is used up: send it again after Retry-After seconds.`;
}

/** https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/ (version 10) */
function rateLimitHeaders(limits: Amount, decision: Decision): Record<string, string> {
  const policies: string[] = [];
  const states: string[] = [];
  for (const [name, unit] of [
    ['requests', ''],
    ['bytes', ';qu="content-bytes"'],
  ] as const) {
    if (limits[name] === 0) continue;
    policies.push(`"${name}";q=${limits[name]}${unit};w=60`);
    const remaining = decision.allowed ? Math.floor(decision.remaining[name]) : 0;
    states.push(`"${name}";r=${remaining};t=${decision.resetSeconds}`);
  }
  return { 'ratelimit-policy': policies.join(', '), ratelimit: states.join(', ') };
}
