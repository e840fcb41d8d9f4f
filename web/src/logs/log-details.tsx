import { useLayoutEffect, useRef } from 'preact/hooks';

import { loadWhole } from '../../../functions/src/search/join-parts.js';
import { LogView } from '../../../functions/src/search/log-view.js';
import { formatAddress } from '../address.js';
import { useReader } from '../context.js';
import { type Log, SEVERITY_NAMES, SOURCE_NAMES, toJson } from '../documents/log.js';
import { partId } from '../documents/part-id.js';
import { CopyButton } from '../parts/copy-button.js';
import { Failure } from '../parts/failure.js';
import { Kinds } from '../parts/kinds.js';
import { Notice } from '../parts/notice.js';
import { Redacted } from '../parts/redacted.js';
import { Time } from '../parts/time.js';
import { useLoaded } from '../parts/use-async.js';
import { Attributes } from './attributes.js';
import { LogContext } from './log-context.js';
import { LogRepairs } from './log-repairs.js';
import { LogText } from './log-text.js';
import { fieldIs, hasWord, narrow } from './narrow.js';
import { OriginalText } from './original-text.js';

interface LogDetailsProps {
  id: string;
  /** The log itself or one of its parts, if it is in the list. */
  known: Log | undefined;
  columns: readonly string[];
  onColumn: (name: string) => void;
  onClose: () => void;
}

/** All of one log, next to the list. */
export function LogDetails({ id, known, columns, onColumn, onClose }: LogDetailsProps) {
  const { firebase, tenant } = useReader();
  const heading = useRef<HTMLHeadingElement>(null);
  const [loaded, again] = useLoaded(id, async () => {
    if (known !== undefined && known.split === undefined) return { log: known, parts: 1 };
    const reader = await (await firebase.store()).logs(tenant);
    const get = (one: string) => reader.get(one);
    const log = known ?? (await get(id));
    return log && loadWhole(log, { get, partId });
  });
  // Before the next frame, or it could take the focus from where the reader has put it.
  useLayoutEffect(() => heading.current?.focus(), []);

  const whole = loaded.state === 'ready' ? loaded.value : undefined;
  const found = known?.split === undefined ? (known ?? whole?.log) : whole?.log;
  // The details stay while the list that they came from is searched again.
  const last = useRef<Log | undefined>(undefined);
  last.current = found ?? last.current;
  const log = last.current;
  return (
    <aside
      class="details"
      aria-label="Log details"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <header class="details-head">
        <h2 class="mono" tabIndex={-1} ref={heading}>
          {id}
        </h2>
        <button type="button" class="icon-button" aria-label="Close" onClick={onClose}>
          ✕
        </button>
      </header>
      {log && <Fields log={log} parts={whole?.parts ?? 1} columns={columns} onColumn={onColumn} />}
      {!log && loaded.state === 'loading' && <Notice kind="busy" title="Loading …" />}
      {!log && loaded.state === 'failed' && (
        <Failure error={loaded.error} what="This log" onRetry={again} />
      )}
      {!log && loaded.state === 'ready' && (
        <Notice title="No such log">
          <p>
            {tenant} has no log with this id. It may not be processed yet, it may have expired, or
            the id may be wrong.
          </p>
          <button type="button" class="button" onClick={again}>
            Check again
          </button>
        </Notice>
      )}
    </aside>
  );
}

interface FieldsProps extends Pick<LogDetailsProps, 'columns' | 'onColumn'> {
  log: Log;
  /** The number of documents it is stored in. */
  parts: number;
}

function Fields({ log, parts, columns, onColumn }: FieldsProps) {
  const { tenant, address, go } = useReader();
  const { filter } = address;
  const addToSearch = (condition: string) => {
    const query = narrow(filter.query, condition);
    if (query !== undefined) go({ filter: { ...filter, query } });
  };
  const open = (id: string) => go({ log: id });
  const trace = traceOf(log);
  const link = () =>
    `${location.origin}/${formatAddress({ view: 'logs', tenant, filter: {}, log: log.log_id })}`;
  return (
    <div class="details-body">
      <div class="row">
        <CopyButton label="Copy as JSON" text={() => JSON.stringify(toJson(log), undefined, 2)} />
        <CopyButton label="Copy link" text={link} />
      </div>
      <LogText
        key={log.log_id}
        text={log.modified_data}
        onWord={(word) => addToSearch(hasWord(word))}
      />
      {trace !== undefined && (
        <div class="row">
          <button
            type="button"
            class="button"
            title={trace}
            onClick={() => go({ filter: { query: fieldIs('trace', trace) } })}
          >
            All logs of this trace
          </button>
        </div>
      )}
      <LogContext key={`around ${log.log_id}`} log={log} onOpen={open} />
      <dl class="fields">
        <dt>Redacted</dt>
        <dd>
          {Object.keys(log.redactions).length === 0 ? (
            'nothing'
          ) : (
            <Kinds redactions={log.redactions} />
          )}
        </dd>
        <dt>Severity</dt>
        <dd>
          {log.severity === undefined ? (
            'none'
          ) : (
            <Value
              text={SEVERITY_NAMES[log.severity]}
              onClick={() => addToSearch(fieldIs('severity', log.severity ?? ''))}
            />
          )}
        </dd>
        <dt>Source</dt>
        <dd>
          <Value
            text={SOURCE_NAMES[log.source] ?? log.source}
            onClick={() => addToSearch(fieldIs('source', log.source))}
          />
        </dd>
        <dt>Happened</dt>
        <dd>
          <Time at={log.time} />
          {log.timestamp === undefined && ' (no time was sent)'}
        </dd>
        <dt>Received</dt>
        <dd>
          <Time at={log.received_at} />
        </dd>
        <dt>Stored</dt>
        <dd>
          <Time at={log.processed_at} />
        </dd>
        {log.expires_at && (
          <>
            <dt>Expires</dt>
            <dd>
              <Time at={log.expires_at} />
            </dd>
          </>
        )}
        {log.request_id && (
          <>
            <dt>Request</dt>
            <dd class="mono">
              <Redacted text={log.request_id} />
            </dd>
          </>
        )}
        <LogRepairs log={log} />
        <dt>Redactor</dt>
        <dd class="mono">{log.redactor_version}</dd>
      </dl>
      <Attributes log={log} onNarrow={addToSearch} columns={columns} onColumn={onColumn} />
      <OriginalText log={log} parts={parts} />
    </div>
  );
}

/** A field's value; clicking it adds it to the search. */
function Value({ text, onClick }: { text: string; onClick: () => void }) {
  return (
    <button type="button" class="value" title="Add to the search" onClick={onClick}>
      {text}
    </button>
  );
}

/** The trace that a log belongs to, under the name that queries use. */
function traceOf(log: Log): string | undefined {
  const [trace] = new LogView(log).values('trace');
  return typeof trace === 'string' ? trace : undefined;
}
