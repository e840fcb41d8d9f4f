import { type Log, SEVERITY_NAMES, SOURCE_NAMES } from '../documents/log.js';
import { columnValue } from './columns.js';
import { Kinds } from '../parts/kinds.js';
import { memo } from '../parts/memo.js';
import { Redacted } from '../parts/redacted.js';
import { LogTime } from '../parts/time.js';

/** As much of a text as fits on a line: a log can have 400 KiB. */
const LINE_LENGTH = 400;

interface LogRowProps {
  log: Log;
  /** Position in the whole list, from 0. */
  index: number;
  height: number;
  active: boolean;
  open: boolean;
  columns: readonly string[];
}

/** One line of the list. */
export const LogRow = memo(function LogRow(props: LogRowProps) {
  const { log, index, height, active, open, columns } = props;
  const severity = log.severity ?? 'DEFAULT';
  const place = {
    transform: `translateY(${index * height}px)`,
    height: `${height}px`,
  };
  return (
    <div
      role="row"
      id={rowId(log.log_id)}
      class={`log-row ${active ? 'active' : ''} ${index % 2 ? 'odd' : ''}`}
      data-id={log.log_id}
      data-severity={severity}
      aria-rowindex={index + 2}
      aria-selected={open}
      style={place}
    >
      <span role="gridcell" class="cell-time">
        <LogTime log={log} />
      </span>
      <span role="gridcell" class="cell-severity">
        {log.severity === undefined ? '–' : SEVERITY_NAMES[log.severity]}
      </span>
      <span role="gridcell" class="cell-source">
        {SOURCE_NAMES[log.source]}
      </span>
      {columns.map((name) => (
        <span role="gridcell" class="cell-column" key={name}>
          <Redacted text={columnValue(log, name)} />
        </span>
      ))}
      <span role="gridcell" class="cell-text">
        {log.split !== undefined && <span class="parts">{log.split.total} parts</span>}
        <Redacted text={log.modified_data.slice(0, LINE_LENGTH)} />
      </span>
      <span role="gridcell" class="cell-kinds">
        <Kinds redactions={log.redactions} />
      </span>
    </div>
  );
});

export function rowId(logId: string): string {
  return `log-${logId}`;
}
