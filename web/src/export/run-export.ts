import type { Log } from '../documents/log.js';
import type { LogReader } from '../firebase/log-reader.js';
import { type LogQuery, searchText } from '../logs/log-filter.js';
import { nextPageSize } from '../logs/memory.js';
import type { ExportFormat } from './formats.js';

export interface ExportRequest {
  reader: Pick<LogReader, 'page'>;
  wanted: LogQuery;
  /** What the logs have to hold, searched for here. */
  text?: string;
  format: ExportFormat;
  withOriginal: boolean;
}

export interface ExportedPart {
  text: string;
  /** Read from Firestore so far, and of these written. */
  read: number;
  written: number;
}

/**
 * Reads every log of a query, newest first, and gives it in parts as it comes: no more than a page
 * is held. Whoever stops asking for parts stops the reading.
 */
export async function* exportLogs(request: ExportRequest): AsyncGenerator<ExportedPart> {
  const { reader, wanted, text, format, withOriginal } = request;
  let [read, written] = [0, 0];
  let page: readonly Log[] = [];
  let after: Log | undefined;
  yield { text: format.head(withOriginal), read, written };
  for (;;) {
    const size = nextPageSize(page);
    page = await reader.page(wanted, size, after);
    const found = searchText(page, text);
    read += page.length;
    written += found.length;
    if (page.length > 0) {
      yield { text: found.map((log) => format.line(log, withOriginal)).join(''), read, written };
    }
    after = page.at(-1);
    if (after === undefined || page.length < size) return;
  }
}
