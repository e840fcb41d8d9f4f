import type { Format } from './format.js';
import { isMsgpack } from './msgpack/recognise.js';
import { otlp } from './otlp/otlp.js';

/** How OTLP's JSON begins. Clients send it to exactly the address that they are configured with. */
const OTLP = /^(?:\xef\xbb\xbf)?\s{0,32}\{\s{0,32}"[Rr]esource_?[Ll]ogs"\s{0,32}:\s{0,32}\[/;
const OTLP_BEGINNING = 160;

/** A format that a body at `/ingest` shows by itself, whatever its media type; others are the gateway’s own. */
export function formatByBody(body: Buffer): (() => Promise<Format>) | undefined {
  if (isMsgpack(body)) return async () => (await import('./msgpack/msgpack.js')).msgpack;
  return isOtlp(body) ? () => Promise.resolve(otlp) : undefined;
}

/** Without a list of records it may be any JSON, which OTLP would refuse or keep nothing of. */
function isOtlp(body: Buffer): boolean {
  const beginning = body.toString('latin1', 0, OTLP_BEGINNING);
  if (!OTLP.test(beginning)) return false;
  return (
    LISTS.some((name) => body.includes(name)) || /\[\s{0,32}\]\s{0,32}\}\s{0,32}$/.test(beginning)
  );
}

/** What tells an export: the names of a list of records, and what held one until OTLP 0.15. */
const LISTS = ['"logRecords"', '"log_records"', '"LogRecords"', '"instrumentationLibraryLogs"'];
