import type { Tenant } from '../contract/tenant.js';
import type { RedactionKind } from '../contract/redaction-kinds.js';
import type { RedactOptions } from '../redact/index.js';

/** How a tenant's logs are redacted. */
export type OptionsOf = (tenant: Tenant) => RedactOptions;

/**
 * The gateway's kinds with a tenant's own settings over them. The same tenant gets the same object,
 * so that its patterns are compiled once.
 */
export function createRedactionOptions(
  defaults: Partial<Record<RedactionKind, boolean>>,
): OptionsOf {
  const known = new WeakMap<Tenant, RedactOptions>();
  return (tenant) => {
    const found = known.get(tenant);
    if (found !== undefined) return found;
    const { kinds = {}, patterns = [] } = tenant.settings.redaction ?? {};
    const options = { kinds: { ...defaults, ...kinds }, patterns };
    known.set(tenant, options);
    return options;
  };
}
