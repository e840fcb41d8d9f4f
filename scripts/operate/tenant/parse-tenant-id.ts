import { tenantIdSchema } from '../../../functions/src/contract/ids.js';
import { OperatorError } from '../../terminal/operator-error.js';

/** The tenant that a command names. */
export function parseTenantId(value: string): string {
  const parsed = tenantIdSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new OperatorError(`The tenant ${parsed.error.issues[0]?.message}.`);
}
