import type { AlertNotice } from '../../contract/alert.js';
import { MAX_NOTICE_LINK_LENGTH } from '../../limits.js';

/** A log's own time may be before or after the gateway received it, by which alerts count. */
const MARGIN_MS = 60_000;

/**
 * The address of the page that searches for what an alert asks for, around the time of a notice. It
 * needs a reader's session: the link itself opens nothing.
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
  // Targets refuse a link that is longer, and the notice with it; the time alone is better than none.
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
