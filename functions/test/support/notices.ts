import type { AlertNotice } from '../../src/contract/alert.js';
import type { Notice } from '../../src/alerts/notices/notice.js';

const at = (iso: string) => ({ seconds: Date.parse(iso) / 1000, nanos: 0 });

/** A notice of three failed payments, with any of it changed. */
export function aNotice(changes: Partial<Notice> = {}): Notice {
  return {
    id: '2f9c1f0e-0000-4000-8000-000000000001_1',
    tenant_id: 'acme',
    alert_id: '2f9c1f0e-0000-4000-8000-000000000001',
    name: 'Payments fail',
    query: 'severity>=ERROR payment',
    condition: { kind: 'count', matches: 3, minutes: 5 },
    fired_at: at('2026-11-28T10:05:00Z'),
    count: 3,
    from: at('2026-11-28T10:00:00Z'),
    to: at('2026-11-28T10:05:00Z'),
    lines: [aLine('payment 1 failed'), aLine('payment 2 failed')],
    link: 'https://logs.example/?tenant=acme&q=payment',
    ...changes,
  };
}

export function aLine(text: string): AlertNotice['lines'][number] {
  return { log_id: 'l1', time: at('2026-11-28T10:04:58Z'), severity: 'ERROR', text };
}
