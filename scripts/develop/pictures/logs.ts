/** Two hours of a small shop's logs; the people and numbers in them are invented. */

interface Line {
  severity: string;
  service: string;
  text: string;
  attributes?: Record<string, unknown>;
}

const LINES: readonly Line[] = [
  {
    severity: 'INFO',
    service: 'checkout',
    text: 'order 48213 placed by maria.lopez@example.com, 3 items, 84.50 EUR',
    attributes: { order: 48213, items: 3 },
  },
  { severity: 'INFO', service: 'web', text: 'GET /api/cart 200 in 31 ms from 203.0.113.17' },
  {
    severity: 'WARNING',
    service: 'payments',
    text: 'card 4111 1111 1111 1111 declined: insufficient funds, asking for another',
    attributes: { order: 48217, attempt: 1, provider: 'acquirer-2' },
  },
  { severity: 'DEBUG', service: 'search', text: 'query "running shoes" matched 212 products' },
  { severity: 'INFO', service: 'login', text: 'lee.chan@example.org signed in from 198.51.100.4' },
  { severity: 'NOTICE', service: 'mailer', text: 'receipt sent to ann@example.com' },
  { severity: 'INFO', service: 'web', text: 'GET /products/1187 200 in 12 ms from 192.0.2.45' },
  {
    severity: 'ERROR',
    service: 'payments',
    text: 'refund of order 48102 failed: connection refused by acquirer-2, will retry',
    attributes: { order: 48102, attempt: 3, provider: 'acquirer-2' },
  },
  { severity: 'INFO', service: 'support', text: 'call back +44 20 7946 0958 about order 48199' },
  { severity: 'INFO', service: 'checkout', text: 'order 48214 placed, 1 item, 19.90 EUR' },
  {
    severity: 'WARNING',
    service: 'login',
    text: 'token=ghp_9fK2mQx7Lr4TzWb8VnYc1HdJs6PaEu30Gi5o found in a request, session ended',
  },
  { severity: 'INFO', service: 'web', text: 'GET /api/search?q=boots 200 in 44 ms' },
];

const LOGS = 240;
const SPAN_MS = 2 * 3_600_000;

/** The logs as a client sends them in one batch, the last a moment before `now`. */
export function pictureLogs(now: number): Record<string, unknown>[] {
  return Array.from({ length: LOGS }, (_, index) => {
    const { severity, service, text, attributes } = LINES[index % LINES.length] ?? LINES[0]!;
    // Busier towards the end, and not too even.
    const age = SPAN_MS * (1 - index / LOGS) ** 1.3 + ((index * 7919) % 13) * 1_000;
    return {
      log_id: `${service}-${1000 + index}`,
      timestamp: new Date(now - 2_000 - age).toISOString(),
      severity,
      text,
      attributes: { service, ...attributes },
    };
  });
}
