import type { IngestRequest } from '../http/http.js';
import { Problem } from '../http/problem.js';
import type { RequestBudget } from '../reading/budget.js';
import type { Format, SentLog } from './format.js';
import { isMsgpack } from './msgpack/recognise.js';
import { otlp } from './otlp/otlp.js';

/** How OTLP's JSON begins. Some exporters send it to the configured address as it is, without `/v1/logs`. */
const OTLP = /^(?:\xef\xbb\xbf)?\s{0,32}\{\s{0,32}"[Rr]esource_?[Ll]ogs"\s{0,32}:\s{0,32}\[/;
const OTLP_BEGINNING = 160;

/** The format that a body at `/ingest` is recognisably in, whatever its media type. */
export function formatByBody(body: Buffer): (() => Promise<Format>) | undefined {
  if (isMsgpack(body)) return async () => (await import('./msgpack/msgpack.js')).msgpack;
  return OTLP.test(body.toString('latin1', 0, OTLP_BEGINNING))
    ? () => Promise.resolve(otlp)
    : undefined;
}

/**
 * The logs of a body in the format that it seems to be in; `undefined` if it only begins like that. Its
 * sender named no format, so it is not refused for being malformed.
 */
export async function readIfSuch(
  format: Format,
  ...sent: [body: Buffer, request: IngestRequest, budget: RequestBudget]
): Promise<Iterable<SentLog> | undefined> {
  try {
    return await format.read(...sent);
  } catch (error) {
    if (error instanceof Problem && error.code === 'invalid_request') return undefined;
    throw error;
  }
}
