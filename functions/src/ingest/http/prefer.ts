import type { IngestRequest } from './http.js';

/** The header that confirms it: RFC 7240, section 3. */
export const STRICT_APPLIED = { 'preference-applied': 'handling=strict' } as const;

/**
 * Whether a client asks to have its mistakes refused instead of repaired: `Prefer: handling=strict`,
 * RFC 7240, section 4.4. Of a preference that is given twice the first holds.
 */
export function isStrict(request: IngestRequest): boolean {
  for (const preference of (request.header('prefer') ?? '').split(',')) {
    const [name = '', value = ''] = (preference.split(';')[0] ?? '').split('=');
    if (name.trim().toLowerCase() !== 'handling') continue;
    return (
      value
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .toLowerCase() === 'strict'
    );
  }
  return false;
}
