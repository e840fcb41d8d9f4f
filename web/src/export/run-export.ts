import type { Chosen } from '../../../functions/src/search/choose-plan.js';
import { createJoiner } from '../../../functions/src/search/join-parts.js';
import type { Position, TimeRange } from '../../../functions/src/search/log-query.js';
import type { Query } from '../../../functions/src/search/query.js';
import { searchLogs } from '../../../functions/src/search/search-logs.js';
import type { Log } from '../documents/log.js';
import { partId } from '../documents/part-id.js';
import type { LogReader } from '../firebase/log-reader.js';
import { nextPageSize } from '../logs/memory.js';
import type { ExportFormat } from './formats.js';

export interface ExportRequest {
  reader: Pick<LogReader, 'page' | 'count' | 'get' | 'settings'>;
  query: Query;
  range: TimeRange;
  /** How the query is answered. */
  chosen: Chosen;
  format: ExportFormat;
  withOriginal: boolean;
}

export interface ExportedPart {
  text: string;
  /** Documents read so far, and logs written. */
  read: number;
  written: number;
}

/**
 * Reads every log of a query, newest first, and yields it in parts as it arrives: no more than a
 * page is held. A split log is written once, whole, whichever of its parts matched. When the
 * consumer stops, the reading stops.
 */
export async function* exportLogs(request: ExportRequest): AsyncGenerator<ExportedPart> {
  const { reader, query, range, chosen, format, withOriginal } = request;
  let [read, written] = [0, 0];
  let logs: readonly Log[] = [];
  let after: Position | undefined;
  const join = createJoiner<Log>({ get: (id) => reader.get(id), partId });
  yield { text: format.head(withOriginal), read, written };
  for (;;) {
    const limit = nextPageSize(logs);
    const found = await searchLogs(reader, {
      query,
      range,
      settings: reader.settings,
      limit,
      // One page per Firestore query, and one log more to see whether there are others.
      mostReads: (limit + 1) * (chosen.plan.queries.length + 1),
      chosen,
      ...(after && { after }),
    });
    logs = found.logs;
    const whole = await join(logs);
    read += found.read + whole.read;
    written += whole.logs.length;
    yield { text: whole.logs.map((log) => format.line(log, withOriginal)).join(''), read, written };
    if (found.ended === 'all' || found.last === undefined) return;
    after = found.last;
  }
}
