import type { Log, Severity, Source } from '../documents/log.js';

/** What a reader looks for. All but `text` is Firestore's work. */
export interface LogFilter {
  /** The last so many seconds, as time goes on; excludes `from` and `to`. */
  last?: number;
  /** Milliseconds since 1970, by `time`; `to` is exclusive. */
  from?: number;
  to?: number;
  severity?: Severity;
  source?: Source;
  /** In the text, the id or the attributes of what is loaded, in any case. */
  text?: string;
}

/** What of a filter Firestore is asked, with `last` as a point in time. */
export interface LogQuery {
  from?: number;
  to?: number;
  severity?: Severity;
  source?: Source;
}

export function toQuery({ last, from, to, severity, source }: LogFilter, now: number): LogQuery {
  const start = last === undefined ? from : now - last * 1000;
  return {
    ...(start !== undefined && { from: start }),
    ...(to !== undefined && { to }),
    ...(severity !== undefined && { severity }),
    ...(source !== undefined && { source }),
  };
}

/** Whether a query can still find logs that are yet to come. */
export function isLive({ to }: LogQuery, now: number): boolean {
  return to === undefined || to > now;
}

/** Those that hold the text somewhere; all of them for none. */
export function searchText(logs: readonly Log[], text: string | undefined): readonly Log[] {
  const wanted = text?.trim().toLowerCase() ?? '';
  return wanted === '' ? logs : logs.filter((log) => holds(log, wanted));
}

function holds(log: Log, wanted: string): boolean {
  return (
    log.modified_data.toLowerCase().includes(wanted) ||
    log.log_id.toLowerCase().includes(wanted) ||
    (log.attributes !== undefined && JSON.stringify(log.attributes).toLowerCase().includes(wanted))
  );
}
