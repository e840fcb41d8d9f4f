import type { TokenOptions } from '@firebase/rules-unit-testing';

/** How an actor relates to the tenant whose documents it tries. */
export type Standing = 'stranger' | 'reader' | 'admin';

export interface Actor {
  readonly who: string;
  /** The token's custom claims; absent: no token at all. */
  readonly claims?: TokenOptions;
  /** The tenant whose documents the actor tries. */
  readonly tenant: string;
  readonly standing: Standing;
}

/** Tenants that hold documents; the last three are what a claim of the wrong type prints as. */
export const TENANTS = ['acme', 'acme_corp', 'globex', 'axb', 'a-b', '42', 'true', 'null'];

const actor = (
  who: string,
  claims: TokenOptions | undefined,
  standing: Standing = 'stranger',
  tenant = 'acme',
): Actor => ({ who, tenant, standing, ...(claims && { claims }) });

const tenantClaim = (who: string, tenant_id: unknown, tenant = 'acme'): Actor =>
  actor(`an admin whose tenant claim is ${who}`, { tenant_id, role: 'admin' }, 'stranger', tenant);

const roleClaim = (who: string, role: unknown): Actor =>
  actor(`a reader whose role is ${who}`, { tenant_id: 'acme', role }, 'reader');

/** Those who hold the right claims, another tenant's, or none. */
export const ACTORS: readonly Actor[] = [
  actor('a client without a token', undefined),
  actor('a user without claims', {}),
  actor('an anonymous user', { provider_id: 'anonymous' }),
  actor('an admin without a tenant', { role: 'admin' }),

  actor('a reader of the tenant', { tenant_id: 'acme' }, 'reader'),
  actor('an admin of the tenant', { tenant_id: 'acme', role: 'admin' }, 'admin'),
  actor('a reader of another tenant', { tenant_id: 'globex' }),
  actor('an admin of another tenant', { tenant_id: 'globex', role: 'admin' }),
];

/** Neighbours of the tenant, and claims of the wrong type or spelling. */
export const ODD_CLAIMS: readonly Actor[] = [
  actor('a reader of acme beside acme_corp', { tenant_id: 'acme' }, 'stranger', 'acme_corp'),
  tenantClaim('acme, beside acme_corp', 'acme', 'acme_corp'),
  actor('a reader of acme_corp beside acme', { tenant_id: 'acme_corp' }),
  tenantClaim('acme_corp, beside acme', 'acme_corp'),

  tenantClaim('a number, beside a tenant of its digits', 42, '42'),
  tenantClaim('true, beside a tenant of that name', true, 'true'),
  tenantClaim('null, beside a tenant of that name', null, 'null'),
  tenantClaim('a list that holds the tenant', ['acme']),
  tenantClaim('a map whose key is the tenant', { acme: true }),
  tenantClaim('a map whose value is the tenant', { tenant_id: 'acme' }),
  tenantClaim('empty', ''),
  tenantClaim('in capitals', 'ACME'),
  tenantClaim('padded with a space', 'acme '),
  tenantClaim('a pattern', '.*'),
  tenantClaim('a pattern that a tenant matches', 'a.b', 'axb'),
  tenantClaim('a wildcard', '{tenant}'),
  tenantClaim('a path', 'tenants/acme'),
  tenantClaim('a path under the tenant', 'acme/processed_logs'),
  tenantClaim('misspelt with a dash', 'a_b', 'a-b'),
  actor('an admin whose claim has another name', { tenant: 'acme', role: 'admin' }),
  actor('an admin whose claims lie in a map', { claims: { tenant_id: 'acme', role: 'admin' } }),

  roleClaim('another word', 'owner'),
  roleClaim('in capitals', 'ADMIN'),
  roleClaim('a longer word', 'administrator'),
  roleClaim('empty', ''),
  roleClaim('true', true),
  roleClaim('a number', 1),
  roleClaim('null', null),
  roleClaim('a list that holds admin', ['admin']),
  roleClaim('a map whose key is admin', { admin: true }),
];
