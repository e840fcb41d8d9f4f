/** What stands for a key that the reader has to put in. */
export const KEY_PLACEHOLDER = 'YOUR_API_KEY';

/**
 * The command that sends a tenant's first log to the gateway behind this site. It names the tenant
 * for gateways that are open, as those of the emulators are; elsewhere the key decides.
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
