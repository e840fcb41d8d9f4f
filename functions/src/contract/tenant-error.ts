export type TenantErrorCode = 'no_such_tenant' | 'no_such_key' | 'too_many_keys' | 'account_taken';

/** A tenant or key that does not exist, or more live keys than a tenant may have. */
export class TenantError extends Error {
  override name = 'TenantError';
  readonly code: TenantErrorCode;

  constructor(code: TenantErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
