/**
 * Data that a protocol sends in base64, in either alphabet. Anything else is kept as sent: clients
 * write plain text or JSON there.
 */
export function sentBytes(data: unknown): Buffer {
  if (typeof data !== 'string') return Buffer.from(JSON.stringify(data ?? ''));
  return isBase64(data) ? Buffer.from(data, 'base64') : Buffer.from(data);
}

function isBase64(text: string): boolean {
  if (!/^[\w+/\s-]*={0,2}\s*$/.test(text)) return false;
  // The last of its groups of 4 has 2 characters or more.
  return text.replaceAll(/[\s=]/g, '').length % 4 !== 1;
}
