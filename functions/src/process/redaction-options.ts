import { hkdfSync } from 'node:crypto';

import type { Tenant } from '../contract/tenant.js';
import type { MarkerStyle, RedactionKind } from '../contract/redaction-kinds.js';
import type { RedactOptions } from '../redact/index.js';

/** How a tenant's logs are redacted. */
export type OptionsOf = (tenant: Tenant) => RedactOptions;

/**
 * The gateway's kinds, overridden by a tenant's own settings. The same tenant gets the same object,
 * so its patterns are compiled only once.
 */
export function createRedactionOptions(
  defaults: Partial<Record<RedactionKind, boolean>>,
): OptionsOf {
  const known = new WeakMap<Tenant, RedactOptions>();
  return (tenant) => {
    const found = known.get(tenant);
    if (found !== undefined) return found;
    const { kinds = {}, markers = {}, patterns = [] } = tenant.settings.redaction ?? {};
    const { all: label = 'plain', ...styles } = markers;
    const options: RedactOptions = {
      kinds: { ...defaults, ...kinds },
      label,
      markers: styles,
      patterns,
      ...hashKey(tenant, [label, ...Object.values(styles)]),
    };
    known.set(tenant, options);
    return options;
  };
}

const HASH_KEY_BYTES = 32;

/**
 * The key for hashes in markers, derived from the tenant's key for content hashes (RFC 5869): neither
 * gives away the other.
 */
function hashKey(
  { content_hash_key: key }: Tenant,
  styles: readonly MarkerStyle[],
): Pick<RedactOptions, 'hashKey'> {
  if (key === undefined || !styles.includes('hash')) return {};
  const derived = hkdfSync(
    'sha256',
    Buffer.from(key, 'base64'),
    '',
    'redaction-markers',
    HASH_KEY_BYTES,
  );
  return { hashKey: Buffer.from(derived) };
}
