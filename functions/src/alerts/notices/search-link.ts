import type { AlertNotice } from '../../contract/alert.js';
import { MAX_NOTICE_LINK_LENGTH } from '../../limits.js';

/** Alerts count by time of receipt; a log's own time may be earlier or later. */
const MARGIN_MS = 60_000;

/**
 * Links to the search page with an alert's query, around the time of a notice. It needs a reader's
 * session: the link alone grants nothing.
 */
export function searchLink(
  pageUrl: string,
  tenantId: string,
  notice: Pick<AlertNotice, 'query' | 'from' | 'to' | 'lines'>,
): string {
  const { from, to } = searchedTimes(notice);
  const link = new URL('/', pageUrl);
  link.searchParams.set('tenant', tenantId);
  link.searchParams.set('from', new Date(from).toISOString());
  link.searchParams.set('to', new Date(to).toISOString());
  link.searchParams.set('q', notice.query);
  // Targets refuse notices with longer links; a link with only the time is better than none.
  if (link.href.length > MAX_NOTICE_LINK_LENGTH) link.searchParams.delete('q');
  return link.href;
}

/** Where to look for the logs of a notice, in milliseconds since 1970. */
export function searchedTimes({ from, to, lines }: Pick<AlertNotice, 'from' | 'to' | 'lines'>): {
  from: number;
  to: number;
} {
  const times = [from, to, ...lines.map(({ time }) => time)].map(({ seconds }) => seconds * 1000);
  return { from: Math.min(...times) - MARGIN_MS, to: Math.max(...times) + MARGIN_MS };
}
