import type { Credential } from './authenticate.js';
import type { FieldError } from '../http/problem.js';

export type TenantChoice =
  | { ok: true; tenantId: string }
  | { ok: false; code: 'forbidden' | 'invalid_request'; detail: string; errors: FieldError[] };

/** The log's tenant: the credential's, which any tenant named in the request must match. */
export function chooseTenant(named: string | undefined, { tenantId }: Credential): TenantChoice {
  if (tenantId !== undefined && named !== undefined && named !== tenantId) {
    const detail = 'The credential does not belong to the tenant that is named.';
    return { ok: false, code: 'forbidden', detail, errors: [] };
  }
  const agreed = tenantId ?? named;
  if (agreed !== undefined) return { ok: true, tenantId: agreed };
  const missing = {
    pointer: '/tenant_id',
    detail: 'is required: name the tenant here or in the header X-Tenant-ID',
  };
  const detail = 'The log names no tenant.';
  return { ok: false, code: 'invalid_request', detail, errors: [missing] };
}
