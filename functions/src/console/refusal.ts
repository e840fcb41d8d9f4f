import type { RefusalCode } from '../contract/console-actions.js';
import { TenantError, type TenantErrorCode } from '../contract/tenant-error.js';
import type { TenantAdmin } from '../tenants/tenant-admin.js';

/** An unsuccessful answer, with a sentence for the caller. */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Refuses if the tenant is suspended; a tenant without a document is not. */
export type RequireActive = (tenantId: string) => Promise<void>;

export function createRequireActive({ show }: Pick<TenantAdmin, 'show'>): RequireActive {
  return async (tenantId) => {
    const tenant = await show(tenantId).catch((error: unknown) => {
      if (error instanceof TenantError) return undefined;
      throw error;
    });
    if (tenant?.suspended === true) {
      throw new Refusal(
        'failed-precondition',
        'The tenant is suspended. Ask the gateway’s operator.',
      );
    }
  };
}

/** Turns errors about a tenant or its keys into refusals that an admin of that tenant can read. */
export async function forAdmin<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof TenantError)) throw error;
    const [code, message] = REFUSALS[error.code];
    throw new Refusal(code, message ?? error.message);
  }
}

const REFUSALS = {
  no_such_tenant: [
    'failed-precondition',
    'The tenant is not set up yet: ask the operator of the gateway.',
  ],
  no_such_key: ['not-found', 'No such key.'],
  too_many_keys: ['failed-precondition'],
  account_taken: ['failed-precondition'],
} as const satisfies Record<TenantErrorCode, readonly [RefusalCode, string?]>;
