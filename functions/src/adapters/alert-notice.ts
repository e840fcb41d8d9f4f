import type { Alert, AlertNotice, NoticeDelivery, NoticeLine } from '../contract/alert.js';
import { fromMillis } from '../contract/instant.js';

const DAY_MS = 86_400_000;

/** What happened; times in milliseconds since 1970. */
interface Happened {
  now: number;
  count: number;
  from: number;
  to: number;
  lines: readonly NoticeLine[];
  /** The tenant's; absent: notices are kept for ever. */
  retentionDays: number | undefined;
}

/** A notice of an alert as it is now, with no delivery attempted yet. */
export function toNotice(
  alertId: string,
  { name, query, condition, targets }: Alert,
  { now, count, from, to, lines, retentionDays }: Happened,
): AlertNotice {
  const at = fromMillis(now);
  return {
    alert_id: alertId,
    name,
    query,
    condition,
    fired_at: at,
    count,
    from: fromMillis(from),
    to: fromMillis(to),
    lines: [...lines],
    deliveries: Object.fromEntries(
      targets.map(({ id, kind, label }): [string, NoticeDelivery] => [
        id,
        { state: 'pending', kind, label, attempts: 0, at },
      ]),
    ),
    ...(retentionDays !== undefined && { expires_at: fromMillis(now + retentionDays * DAY_MS) }),
  };
}
