import { type Log, toJson } from '../documents/log.js';
import { COLUMNS, csvLine } from './csv.js';

export interface ExportFormat {
  name: string;
  extension: string;
  mediaType: string;
  /** What precedes the first log. */
  head: (withOriginal: boolean) => string;
  line: (log: Log, withOriginal: boolean) => string;
}

export const EXPORT_FORMATS = {
  ndjson: {
    name: 'NDJSON',
    extension: 'ndjson',
    mediaType: 'application/x-ndjson',
    head: () => '',
    line: (log, withOriginal) => `${JSON.stringify(toJson(log, withOriginal))}\n`,
  },
  csv: {
    name: 'CSV',
    extension: 'csv',
    mediaType: 'text/csv;charset=utf-8',
    // Spreadsheets recognise UTF-8 only by the byte order mark.
    head: (withOriginal) => `\uFEFF${csvLine(columns(withOriginal))}`,
    line: (log, withOriginal) => {
      const fields = toJson(log, withOriginal);
      return csvLine(columns(withOriginal).map((name) => fields[name]));
    },
  },
} as const satisfies Record<string, ExportFormat>;

export type ExportFormatName = keyof typeof EXPORT_FORMATS;

function columns(withOriginal: boolean): readonly string[] {
  return withOriginal ? [...COLUMNS, 'original_text'] : COLUMNS;
}
