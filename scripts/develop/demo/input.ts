/** Logs as real services write them; the people and numbers in them are invented. */

export interface DemoRequest {
  /** For the table of what was sent. */
  what: string;
  headers: Record<string, string>;
  body: string;
}

const json = (what: string, log: Record<string, unknown>): DemoRequest => ({
  what,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(log),
});

const text = (what: string, tenant: string, id: string, body: string): DemoRequest => ({
  what,
  headers: { 'content-type': 'text/plain', 'x-tenant-id': tenant, 'x-log-id': id },
  body,
});

const SIGN_UP = {
  tenant_id: 'acme',
  log_id: 'signup-77',
  text: 'Signed up: maria.lopez+news@example.co.uk, call back at (212) 555-0147 or +44 20 7946 0958',
  severity: 'NOTICE',
  timestamp: '2026-01-15T09:12:44.310Z',
};

export const DEMO_REQUESTS: readonly DemoRequest[] = [
  json('JSON, with two phone numbers and an e-mail', SIGN_UP),
  json('the same again, as a client’s retry', SIGN_UP),
  json('JSON from a logger that calls its text "msg"', {
    tenant_id: 'acme_corp',
    log_id: 'job-1',
    msg: 'backup of 2026-01-14 done in 00:12:31, build 2.14.0',
    pid: 4711,
    host: 'db-3.internal',
  }),
  text(
    'text, a line of a web server’s log',
    'acme_corp',
    'access-1',
    '10.0.0.7 - - [15/Jan/2026:09:13:02 +0000] "GET /u?mail=lee@example.org HTTP/1.1" 200 512',
  ),
  text(
    'text, a stack trace of three lines',
    'beta_pharma',
    'crash-9',
    'TypeError: no such patient 123-45-6789\n    at lookup (patients.js:10:5)\n    at main (index.js:3:1)\n',
  ),
  json('JSON with an emoji and structured data', {
    tenant_id: 'beta_pharma',
    log_id: 'alarm-2',
    text: '🧯 smoke in lab 4, paged 555-0123',
    severity: 'critical',
    attributes: { on_call: { mail: 'kim@example.com', shift: 'night' } },
  }),
];
