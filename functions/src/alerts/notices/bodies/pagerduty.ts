import { toRfc3339 } from '../../../contract/instant.js';
import type { Notice } from '../notice.js';
import { logLines, subject } from '../words.js';

/** The endpoint to which all PagerDuty customers send their events. */
export const PAGERDUTY_URL = 'https://events.pagerduty.com/v2/enqueue';

/**
 * A PagerDuty event, shown as plain text. A notice that arrives twice is one incident:
 * https://developer.pagerduty.com/docs/events-api-v2-overview
 */
export function pagerDutyBody(notice: Notice, routingKey: string) {
  const { id, tenant_id, query, count, from, to } = notice;
  return {
    routing_key: routingKey,
    event_action: 'trigger',
    dedup_key: id,
    client: 'Log gateway',
    client_url: notice.link,
    links: [{ href: notice.link, text: 'Open the search' }],
    payload: {
      summary: subject(notice).slice(0, MAX_SUMMARY),
      source: tenant_id,
      severity: notice.is_test === true ? 'info' : 'error',
      timestamp: toRfc3339(notice.fired_at),
      custom_details: {
        query,
        count,
        from: toRfc3339(from),
        to: toRfc3339(to),
        logs: logLines(notice),
      },
    },
  };
}

const MAX_SUMMARY = 1024;
