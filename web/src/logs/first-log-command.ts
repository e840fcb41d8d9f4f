/** Placeholder for the key that the reader has to fill in. */
export const KEY_PLACEHOLDER = 'YOUR_API_KEY';

/**
 * The command that sends a tenant's first log to the gateway behind this site. It names the tenant
 * for open gateways, such as the emulators'; elsewhere the key determines it.
 */
export function firstLogCommand(origin: string, tenant: string, key = KEY_PLACEHOLDER): string {
  return [
    `curl ${origin}/ingest`,
    `-H 'Authorization: Bearer ${key}'`,
    `-H 'X-Tenant-ID: ${tenant}'`,
    `-H 'Content-Type: application/json'`,
    `-d '{"text": "Hello from curl", "severity": "INFO"}'`,
  ].join(' \\\n  ');
}
