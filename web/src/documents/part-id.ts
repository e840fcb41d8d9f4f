/** The id of a part of a log that is stored in several: as the contract's `partId`, which needs Node. */
export async function partId(logId: string, index: number): Promise<string> {
  if (index === 0) return logId;
  const named = new TextEncoder().encode(`${logId}\n${index}`);
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', named));
  const hex = Array.from(hash.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0'));
  return `log_${hex.join('')}`;
}
