import { InvalidArgumentError } from 'commander';

import type { DeadLetterQuery } from '../../../functions/src/dead-letter/store.js';
import { type DeadLetterReason } from '../../../functions/src/contract/dead-letter.js';
import { tenantIdSchema } from '../../../functions/src/contract/ids.js';
import { timestampSchema } from '../../../functions/src/contract/timestamp.js';
import { OperatorError } from '../../terminal/operator-error.js';

/** The options by which every command selects letters. */
export interface SelectionOptions {
  tenant?: string;
  unattributed?: boolean;
  reason?: DeadLetterReason;
  since?: Date;
}

export function toQuery(options: SelectionOptions): DeadLetterQuery {
  const { tenant, unattributed, reason, since } = options;
  if ((tenant === undefined) === (unattributed !== true)) {
    throw new OperatorError(
      'Whose dead letters? Pass --tenant ID, or --unattributed for those that name no valid tenant.',
    );
  }
  return {
    tenantId: tenant,
    ...(reason !== undefined && { reason }),
    ...(since !== undefined && { since }),
  };
}

export function parseTenant(value: string): string {
  const parsed = tenantIdSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(parsed.error.issues[0]?.message ?? 'not a tenant');
}

const UNIT_MS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `90m`, `24h`, `7d` ago, or an RFC 3339 time. */
export function parseSince(value: string): Date {
  const ago = /^(\d{1,6})([smhd])$/.exec(value);
  if (ago !== null) {
    return new Date(Date.now() - Number(ago[1]) * UNIT_MS[ago[2] as keyof typeof UNIT_MS]);
  }
  if (timestampSchema.safeParse(value).success) return new Date(value);
  throw new InvalidArgumentError(
    'must be an age such as 90m, 24h or 7d, or a time such as 2024-01-15T10:30:00Z',
  );
}
