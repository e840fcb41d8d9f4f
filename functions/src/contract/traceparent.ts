/**
 * A request's trace as a W3C `traceparent` of version 00, whichever header carried it:
 * https://www.w3.org/TR/trace-context/#traceparent-header, or Google's own
 * https://cloud.google.com/trace/docs/trace-context#legacy-http-header
 */
const TRACEPARENT =
  /^(?!ff)[0-9a-f]{2}-((?!0{32})[0-9a-f]{32})-((?!0{16})[0-9a-f]{16})-([0-9a-f]{2})/;
const CLOUD_TRACE = /^(?!0{32})([0-9a-f]{32})\/([0-9]{1,20})(?:;o=([0-9]+))?$/i;

/** Validated, since it comes from the client; `undefined` if absent or invalid. */
export function readTraceparent(
  traceparent: string | undefined,
  cloudTrace?: string,
): string | undefined {
  if (traceparent !== undefined) {
    // Later versions may continue after the flags.
    const isWhole =
      traceparent.length === 55 || (traceparent[55] === '-' && !traceparent.startsWith('00'));
    const [, traceId, spanId, flags] = (isWhole && TRACEPARENT.exec(traceparent)) || [];
    if (flags !== undefined) return `00-${traceId}-${spanId}-${isOdd(flags) ? '01' : '00'}`;
  }
  return cloudTrace === undefined ? undefined : fromCloudTrace(cloudTrace);
}

function fromCloudTrace(header: string): string | undefined {
  const [, traceId, decimal, options] = CLOUD_TRACE.exec(header) ?? [];
  if (traceId === undefined || decimal === undefined) return undefined;
  const span = BigInt(decimal);
  if (span === 0n || span >> 64n !== 0n) return undefined;
  const spanId = span.toString(16).padStart(16, '0');
  return `00-${traceId.toLowerCase()}-${spanId}-${Number(options ?? 0) % 2 === 1 ? '01' : '00'}`;
}

const isOdd = (hex: string) => Number.parseInt(hex, 16) % 2 === 1;
