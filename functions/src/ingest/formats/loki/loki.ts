import { hash } from 'node:crypto';

import type { Repair } from '../../../contract/repairs.js';
import { PROBLEMS } from '../../../contract/problem-codes.js';
import type { IngestRequest, IngestResponse } from '../../http/http.js';
import { charsetOf, mediaType } from '../../http/media-type.js';
import { Problem } from '../../http/problem.js';
import { derivedId, hasRequestId } from '../../http/request-ids.js';
import { mergeAttributes, type Named } from '../foreign/attributes.js';
import { keyOfBasic } from '../foreign/credentials.js';
import { describeRejected } from '../foreign/describe-rejected.js';
import { embeddedRecord } from '../foreign/embedded.js';
import { LOGGERS, type Names, toFields } from '../foreign/record.js';
import { shareAttributes } from '../foreign/shared.js';
import { tooManyValues, ValueCount } from '../foreign/value-count.js';
import { toUtf8 } from '../../reading/to-utf8.js';
import type { Format, SentLog } from '../format.js';
import { parsePush } from './json.js';

/** The entries of a stream, which share its labels. */
export interface Stream {
  labels: Named;
  entries: Iterable<Entry>;
}

export interface Entry {
  /** Nanoseconds since 1970, as their digits. */
  time: unknown;
  line: string;
  /** What Loki calls structured metadata. */
  metadata: Named;
  repairs: readonly Repair[];
  /** Why the entry could not be decoded. */
  fault?: string;
}

const PROTOBUF = /^application\/(?:x-|vnd\.google\.)?protobuf$/;

const OPEN_OBJECT = 0x7b;

const NAMES: Names = { ...LOGGERS, severity: [...LOGGERS.severity, 'detected_level'] };

/** Grafana Loki's push API: https://grafana.com/docs/loki/latest/reference/loki-http-api/#ingest-logs */
export const loki: Format = {
  source: 'loki_push',
  credential: keyOfBasic,
  // Protobuf always is, whether or not `Content-Encoding` says so.
  coding: (request) => (PROTOBUF.test(mediaType(request)) ? 'snappy' : undefined),

  async read(body, request, budget) {
    const count = new ValueCount(budget);
    // In protobuf, a brace would begin a group, which a push request does not have.
    const isJson = !PROTOBUF.test(mediaType(request)) || body[0] === OPEN_OBJECT;
    if (isJson) {
      return readEntries(parsePush(toUtf8(body, charsetOf(request)), count), request, count);
    }
    // Loaded on first use: most processes never need it, and it would delay every start.
    const { decodePush, TooManyValues } = await import('./protobuf.js');
    return explained(readEntries(decodePush(body), request, count));

    function* explained(logs: Iterable<SentLog>): Generator<SentLog> {
      try {
        yield* logs;
      } catch (error) {
        if (error instanceof Problem) throw error;
        if (error instanceof TooManyValues) throw tooManyValues();
        throw new Problem('invalid_request', 'The body is not a PushRequest in protobuf.');
      }
    }
  },

  answer(outcome) {
    if (outcome.logs.length === 0) throw new Problem('invalid_request', 'The push has no entries.');
    // As Loki does: the good entries are in, and the client is told of the rest.
    if (outcome.rejected > 0) throw new Problem('invalid_request', describeRejected(outcome));
    return { status: 204, headers: outcome.headers, body: undefined };
  },

  failure: ({ code, message, headers }): IngestResponse => ({
    status: PROBLEMS[code].status,
    headers: { 'content-type': 'text/plain; charset=utf-8', ...headers },
    body: Buffer.from(`${message}\n`),
  }),
};

function* readEntries(
  streams: Iterable<Stream>,
  request: IngestRequest,
  count: ValueCount,
): Generator<SentLog> {
  const tenantHint = request.header('x-scope-orgid')?.trim();
  const seen = hasRequestId(request) ? undefined : new Map<string, number>();
  for (const { labels, entries } of streams) {
    const known = Array.isArray(entries) ? entries.length : undefined;
    const shared = shareAttributes(labels, count, known);
    const idOf = createIdOf(labels, seen);
    for (const entry of entries) {
      const { line, metadata, time, fault } = entry;
      if (fault !== undefined) {
        yield { fields: {}, fault };
        continue;
      }
      const repairs = [...entry.repairs];
      const record = embeddedRecord(line, count, repairs) ?? { message: line };
      const attributes = mergeAttributes(shared(), metadata);
      const around = { timestamp: time, attributes, logId: idOf(entry) };
      yield { fields: toFields(record, NAMES, around), repairs, tenantHint };
    }
  }
}

/**
 * Loki treats entries with equal labels, time and line as the same entry, and its clients rely on that:
 * they resend a failed entry among others. Equal ones in a single request are all kept.
 */
function createIdOf(labels: Named, seen: Map<string, number> | undefined) {
  if (seen === undefined) return () => undefined;
  const stream = hash('sha256', JSON.stringify(labels), 'hex');
  return ({ time, line, metadata }: Entry): string | undefined => {
    if (time === undefined) return undefined;
    const said = JSON.stringify([stream, time, line, metadata]);
    const digest = hash('sha256', said, 'buffer');
    const name = digest.toString('latin1');
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    return derivedId(digest, before);
  };
}
