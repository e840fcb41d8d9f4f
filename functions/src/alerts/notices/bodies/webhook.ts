import { toRfc3339 } from '../../../contract/instant.js';
import type { Notice } from '../notice.js';

/**
 * The payload of Standard Webhooks: https://github.com/standard-webhooks/standard-webhooks. Texts
 * are as they were logged, redacted: whoever displays them must escape them.
 */
export function webhookBody(notice: Notice) {
  const { id, tenant_id, alert_id, name, query, condition, count, from, to, lines, link } = notice;
  return {
    type: notice.is_test === true ? 'alert.test' : 'alert.fired',
    timestamp: toRfc3339(notice.fired_at),
    data: {
      notice_id: id,
      tenant_id,
      alert: { alert_id, name, query, condition },
      count,
      from: toRfc3339(from),
      to: toRfc3339(to),
      // JSON omits a severity that is undefined.
      logs: lines.map(({ log_id, time, severity, text }) => ({
        log_id,
        time: toRfc3339(time),
        severity,
        text,
      })),
      link,
    },
  };
}
